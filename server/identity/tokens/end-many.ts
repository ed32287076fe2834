/** Ends many tokens at once, with all that `endCredential` does for one, in steps that hold neither a transaction nor the event loop. */
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Actor } from '../../core/callers/actor.ts'
import { type AuditEntry, type Circumstances, writeAudits } from '../../core/changes/audit.ts'
import type { Raise } from '../../core/changes/events.ts'
import type { Db } from '../../core/db/database.ts'
import type { Context, OutsideContext } from '../../core/http/mount.ts'
import { badRequest, conflict } from '../../core/problems/problems.ts'
import { type EndedBy, OBJECT_OF } from '../credentials/credentials.ts'
import type { CredentialKind } from '../credentials/tables.ts'
import { isLive } from './filter.ts'

/** A transaction of this size takes some ten milliseconds. */
const CHUNK = 100

/** Does the work for some at a time; in between other requests and writers go on. */
export const inSteps = async <One>(all: readonly One[], work: (some: readonly One[]) => Promise<void>) => {
  for (let from = 0; from < all.length; from += CHUNK) {
    await work(all.slice(from, from + CHUNK))
    await setImmediate()
  }
}

export const personIdOf = (actor: Actor) => (actor.kind === 'anonymous' ? null : (actor.user?.id ?? null))

/** Who ends them, from where and when, and who is to know. */
export type Ending = Circumstances & {
  readonly raise: Raise
  /** Of a request. */
  readonly auditAll?: Context['auditAll']
}

type Live = { cid: string; name: string; kind: CredentialKind; maker: string | null; email: string | null }

/** Of these and of whatever they made, directly or through what that made: all that still works. */
const liveOf = async (db: Db, cids: readonly string[], now: number): Promise<Live[]> =>
  db
    .withRecursive('ending(cid, maker)', with_ =>
      with_
        .selectFrom('credentials')
        .select(['cid', sql<string | null>`cast(null as text)`.as('maker')])
        .where('cid', 'in', cids)
        .union(
          with_
            .selectFrom('credentials as c')
            .innerJoin('ending as e', 'e.cid', 'c.made_by')
            .select(['c.cid', eb => eb.fn.coalesce('e.maker', 'e.cid').as('maker')]),
        ),
    )
    .selectFrom('ending')
    .innerJoin('credentials as c', 'c.cid', 'ending.cid')
    .leftJoin('users as u', 'u.id', 'c.owner_id')
    .select(['c.cid', 'c.name', 'c.kind', 'ending.maker', 'u.email'])
    .where(isLive(now))
    .execute()

/** What was given and, apart, what would end with it. */
export const countEnding = async (db: Db, cids: readonly string[], now: number) => {
  let [tokens, keys] = [0, 0]
  await inSteps(cids, async some => {
    const live = await liveOf(db, some, now)
    tokens += live.filter(({ maker }) => maker === null).length
    keys += live.filter(({ maker }) => maker !== null).length
  })
  return { tokens, keys }
}

const entryOf = ({ cid, name, kind, maker, email }: Live, { reason }: EndedBy): AuditEntry => ({
  action: 'DELETE',
  objectType: OBJECT_OF[kind],
  objectIdentifier: cid,
  changes: {
    name: { before: name },
    ...(maker === null ? { owner: { before: email } } : { endedWith: { after: maker } }),
    ...(reason ? { reason: { after: reason } } : {}),
  },
})

/** Inside a transaction: ends those of them that still work, each with its audit row, and answers how many that were. */
export const endSome = async (
  db: Db,
  { cids, by }: { cids: readonly string[]; by: EndedBy },
  circumstances: Ending,
) => {
  const live = cids.length > 0 ? await liveOf(db, cids, circumstances.now) : []
  if (live.length > 0)
    await db
      .updateTable('credentials')
      .set({
        ended_at: circumstances.now,
        ended_by: by.kind,
        ended_by_id: by.id,
        end_reason: by.reason ?? 'REVOKED',
      })
      .where(
        'cid',
        'in',
        live.map(({ cid }) => cid),
      )
      .execute()
  const { auditAll = (entries: readonly AuditEntry[]) => writeAudits(db, entries, circumstances) } = circumstances
  await auditAll(live.map(one => entryOf(one, by)))
  const tokens = live.flatMap(({ cid, kind }) => (kind === 'personal' ? cid : []))
  const event = by.kind === 'OWNER' ? 'token-revoked' : 'token-revoked-by-other'
  if (tokens.length > 0) await circumstances.raise('token', { kind: event, cids: tokens })
  return { tokens: live.filter(({ maker }) => maker === null).length, keys: live.filter(({ maker }) => maker).length }
}

/** Ends all of them, some at a time, for as long as the caller may. What was interrupted can be repeated. */
export const endMany = async ({ step }: OutsideContext, cids: readonly string[], by: EndedBy) => {
  let [tokens, keys] = [0, 0]
  await inSteps(cids, async some => {
    const ended = await step(async context => {
      const count = await endSome(context.db, { cids: some, by }, context)
      if (count.tokens + count.keys === 0) context.nothing()
      return count
    })
    tokens += ended.tokens
    keys += ended.keys
  })
  return { tokens, keys }
}

/** Guards against concurrent changes by admins or owners: revokes exactly what was shown, or nothing. */
export const expectCount = (expected: number | undefined, found: number, noun = 'tokens') => {
  if (expected === undefined) throw badRequest('expectedCount: is required. Get it from a dry run.', 'expectedCount')
  if (expected !== found)
    throw conflict(`The selection now has ${found} ${noun}, not ${expected}. Review it and try again.`, 'expectedCount')
}
