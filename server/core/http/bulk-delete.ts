/**
 * Deletes all that a call selects: some rows at a time, each in a transaction of its own, so that nobody waits long for what may be a
 * million. What fits into one transaction leaves one audit row; more leaves one before, with what is about to go, and one after it.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { DELETED_HEADER } from '../../../contract/core/bulk-delete.ts'
import type { Io, Operation, OperationSpec } from '../../../contract/core/operation.ts'
import type { Entry } from '../changes/entry.ts'
import type { Db } from '../db/database.ts'
import { type Context, type Input, type OutsideContext, on, type Route } from './mount.ts'
import { Answer, type JsonText } from './send.ts'

/** Rows of one transaction: some 50 ms. */
const SOME = 2000

export type Selection = {
  readonly table: string
  /** The column that identifies a row. Rows go in its order, so it must be the last one of an index that begins with what is asked for. */
  readonly key: string
  readonly where: RawBuilder<SqlBool>
  /** Rows of one transaction, where each takes others with it; 2,000 without it. */
  readonly some?: number
  /** What the audit log says of it, beside how many went. */
  readonly entry: Pick<Entry, 'objectType' | 'objectIdentifier' | 'changes'>
}

type Gone<Selected> = { readonly selected: Selected; readonly deleted: number; readonly last: string }

/** How many there are. Before the transaction, the database is that of long reads. */
export const countSelected = async (db: Db, table: string, where: RawBuilder<SqlBool>): Promise<number> => {
  const { rows } = await sql<{ total: number | string }>`
    select count(*) as total from ${sql.table(table)} where ${where}`.execute(db)
  return Number(rows[0]?.total)
}

const deleteSome = async (db: Db, { table, key, where, some = SOME }: Selection, after: string) => {
  const id = sql.ref(key)
  const { rows } = await sql<{ id: string }>`delete from ${sql.table(table)} where ${id} in
    (select ${id} from ${sql.table(table)} where ${where} and ${id} > ${after} order by ${id} limit ${some})
    returning ${id} as id`.execute(db)
  const last = rows.reduce((most, { id }) => (id > most ? id : most), after)
  return { count: rows.length, last }
}

const auditOf = ({ entry }: Selection, changes: Entry['changes']): Entry => ({
  action: 'DELETE',
  ...entry,
  changes: { ...entry.changes, ...changes },
})

/** All but what one transaction can take. */
const deleteMost = async (selection: Selection, { db, step }: OutsideContext) => {
  let [deleted, last] = [0, '']
  const selected = await countSelected(db, selection.table, selection.where)
  while (selected - deleted > (selection.some ?? SOME)) {
    const gone = await step(async context => {
      if (deleted === 0) await context.audit(auditOf(selection, { deleting: { after: selected } }))
      else context.unaudited('the row before the first part and the one after the last speak of all of them')
      return deleteSome(context.db, selection, last)
    })
    if (gone.count === 0) break
    deleted += gone.count
    last = gone.last
  }
  return { deleted, last }
}

/** What is left after `deleteMost`: also what was added since. */
const deleteRest = async (selection: Selection, { deleted, last }: { deleted: number; last: string }, db: Db) => {
  let total = deleted
  for (let from = last; ; ) {
    const gone = await deleteSome(db, selection, from)
    total += gone.count
    if (gone.count < (selection.some ?? SOME)) return total
    from = gone.last
  }
}

/** The number is in a header too: where Cortex answers without a body, so does this, except a dry run. */
export const deletedAnswer = (
  { answers }: Pick<OperationSpec, 'answers'>,
  { body, deleted, dryRun = false }: { body?: unknown; deleted: number; dryRun?: boolean | undefined },
): Answer => {
  const headers = { [DELETED_HEADER.toLowerCase()]: String(deleted) }
  return answers[204] && !dryRun ? new Answer(204, undefined, headers) : new Answer(200, body ?? { deleted }, headers)
}

type Asked = Io & { readonly query: { readonly dryRun?: boolean } }

/**
 * Joins an operation that deletes in bulk to what it selects and how it answers.
 * `select` finds it before the first transaction; it may read what the answer shows of it.
 */
export const onBulkDelete = <I extends Asked, Selected extends Selection>(
  operation: Operation<I>,
  {
    select,
    answer,
  }: {
    readonly select: (input: Input<I>, context: Context) => Promise<Selected>
    /** Without it, the answer is the number alone. */
    readonly answer?: (selected: Selected, deleted: number) => JsonText
  },
): Route =>
  on<I, Gone<Selected>>(operation, {
    prepare: async (input, context) => {
      const selected = await select(input, context)
      if (!input.query.dryRun) return { selected, ...(await deleteMost(selected, context)) }
      return { selected, deleted: await countSelected(context.db, selected.table, selected.where), last: '' }
    },
    handle: async ({ query }, { db, audit, nothing }, { selected, ...before }) => {
      const deleted = query.dryRun ? before.deleted : await deleteRest(selected, before, db)
      if (query.dryRun || deleted === 0) nothing()
      else await audit(auditOf(selected, { deleted: { after: deleted } }))
      return deletedAnswer(operation, { body: answer?.(selected, deleted), deleted, dryRun: query.dryRun })
    },
  })
