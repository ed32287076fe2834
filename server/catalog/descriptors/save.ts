/** Stores what a descriptor says, whatever it describes: creates the thing, or replaces what it says of itself. */
import type { Changes } from '../../core/changes/audit.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import type { Db } from '../../core/db/database.ts'
import type { Context } from '../../core/http/mount.ts'
import { changedMeanwhile } from '../../core/problems/problems.ts'

export type ToSave<Described> = {
  readonly described: Described
  /** The descriptor as written. */
  readonly source: string
  readonly version?: number | undefined
  /** Refuses a tag that exists. */
  readonly createOnly?: boolean | undefined
  /** Refuses what storing would refuse, and stores nothing. `rehearsed`: stores it in a transaction that is rolled back. */
  readonly dryRun?: boolean | 'rehearsed' | undefined
}

type Stored = { readonly descriptor: string; readonly version: number }

type Fresh<Described> = { readonly described: Described; readonly source: string; readonly now: number }

/** How one kind of thing is stored. Rows are what `kind` reads facts from. */
export type Store<Described, Row, There extends Stored> = {
  readonly kind: Kind<Row>
  /** Undefined where there is none with the tag of what is described. */
  readonly find: (db: Db, described: Described) => Promise<There | undefined>
  /** Undefined where another transaction has taken the tag since. */
  readonly insert: (db: Db, fresh: Fresh<Described>) => Promise<Row | undefined>
  readonly replace: (db: Db, there: There, fresh: Fresh<Described>) => Promise<{ before: Row; after: Row }>
  /** Whether storing the same text again would change something. */
  readonly isForcedOver?: (db: Db, there: There) => Promise<boolean>
  /** @throws Problem for a tag that exists, where only a new one was wanted */
  readonly refuseTaken?: (described: Described) => never
}

export type Saved<Row, There> =
  | { readonly outcome: 'CREATED' | 'UPDATED'; readonly row: Row }
  /** Nothing was written: a dry run, or the same text once more. */
  | { readonly outcome: 'NOTHING'; readonly there: There | undefined; readonly isSame: boolean }

/** The part of the context that a write needs. */
export type Writing = Pick<Context, 'db' | 'now' | 'created' | 'changed' | 'nothing'>

const lengths = (before: string, after: string): Changes => ({
  descriptor: { before: `${before.length} characters`, after: `${after.length} characters` },
})

/** A write that is rolled back leaves no audit row or event. */
const rehearsing = ({ nothing }: Writing): Pick<Writing, 'created' | 'changed'> => {
  const undo = async () => nothing()
  return { created: undo, changed: undo }
}

/** @throws Problem 409 where `version` is not the one stored */
export const saveDescribed = async <Described, Row, There extends Stored>(
  context: Writing,
  { kind, find, insert, replace, isForcedOver, refuseTaken }: Store<Described, Row, There>,
  { described, source, version, createOnly, dryRun }: ToSave<Described>,
): Promise<Saved<Row, There>> => {
  const { db, now, nothing } = context
  const { created, changed } = dryRun === 'rehearsed' ? rehearsing(context) : context
  const fresh = { described, source, now }
  const there = await find(db, described)
  if (there && createOnly) refuseTaken?.(described)
  if (!there && version !== undefined) throw changedMeanwhile() // a version means that the row must exist
  if (there) expectVersion(there, version)
  const isSame = there?.descriptor === source && !(there && (await isForcedOver?.(db, there)))
  if (dryRun === true || (there && isSame)) {
    nothing()
    return { outcome: 'NOTHING', there, isSame }
  }
  if (!there) {
    const row = await insert(db, fresh)
    if (!row) throw changedMeanwhile()
    await created(kind, row)
    return { outcome: 'CREATED', row }
  }
  const { before, after } = await replace(db, there, fresh)
  await changed({ ...kind, also: lengths(there.descriptor, source) }, before, after)
  return { outcome: 'UPDATED', row: after }
}

/** Facts that are there: empty lists say nothing. */
export const nonEmpty = <Item>(list: readonly Item[]): readonly Item[] | undefined =>
  list.length > 0 ? list : undefined
