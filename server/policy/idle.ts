/**
 * Ends tokens that nobody uses, once the workspace has that rule: first their owners are warned, and whoever uses the token
 * then keeps it. Runs hourly; of several nodes each token is warned of and ended once.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { ANONYMOUS } from '../access/actor.ts'
import type { Database, Db } from '../db/database.ts'
import { recurring } from '../jobs/jobs.ts'
import { enqueueMail } from '../mail/outbox.ts'
import { addNotice } from '../notices/notices.ts'
import { type Ending, endSome } from '../tokens/end-many.ts'
import { isLive } from '../tokens/filter.ts'
import { readPolicy } from './policy.ts'
import { DAY_MS, idleSince, WARNED_BEFORE_MS } from './rules.ts'

const HOUR = 3_600_000
/** Tokens of one transaction. */
const CHUNK = 100

type Condition = RawBuilder<SqlBool>

const IDLE_SINCE = sql`coalesce(used.last_used_at, c.created_at)`

const isUnwarned = (idleMs: number, now: number): Condition =>
  sql`${IDLE_SINCE} <= ${now - idleMs + WARNED_BEFORE_MS} and (c.idle_warned_at is null or c.idle_warned_at < ${IDLE_SINCE})`

const isDue = (idleMs: number, now: number): Condition =>
  sql`${IDLE_SINCE} <= ${now - idleMs} and c.idle_warned_at >= ${IDLE_SINCE} and c.idle_warned_at <= ${now - WARNED_BEFORE_MS}`

const tokensThat = (db: Db, condition: Condition, now: number) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('secrets as s', join => join.onRef('s.cid', '=', 'c.cid').on('s.is_current', '=', 1))
    .leftJoin('credential_uses as used', 'used.cid', 'c.cid')
    .select(['c.cid', 'c.name', 'c.owner_id', 'c.created_at', 'used.last_used_at', 's.last4'])
    .where('c.kind', '=', 'personal')
    .where(isLive(now))
    .where(condition)
    .orderBy('c.cid')
    .limit(CHUNK)

type Idle = Awaited<ReturnType<ReturnType<typeof tokensThat>['execute']>>

/** Looks before it opens a write transaction, and goes on until nothing is left. */
const whileThere = async (
  database: Database,
  condition: Condition,
  now: number,
  work: (db: Db, tokens: Idle) => Promise<unknown>,
) => {
  while (await tokensThat(database.db, condition, now).executeTakeFirst())
    await database.transaction(async db => {
      const tokens = await tokensThat(db, condition, now).execute()
      if (tokens.length > 0) await work(db, tokens)
    })
}

const cidsOf = (tokens: Idle) => tokens.map(({ cid }) => cid)

const warn = async (db: Db, tokens: Idle, { idleDays, now }: { idleDays: number; now: number }, hasMail: boolean) => {
  await db.updateTable('credentials').set({ idle_warned_at: now }).where('cid', 'in', cidsOf(tokens)).execute()
  for (const token of tokens) {
    const since = idleSince(token)
    const endsAt = Math.max(since + idleDays * DAY_MS, now + WARNED_BEFORE_MS)
    const data = {
      token: token.name,
      last4: token.last4,
      since,
      idleDays,
      endsAt,
      neverUsed: token.last_used_at === null,
    }
    const userId = token.owner_id ?? ''
    await addNotice(db, { userId, kind: 'token-idle', subject: token.cid, facts: data }, now)
    if (hasMail) await enqueueMail(db, { template: 'token-idle-soon', userId, data }, now)
  }
}

const BY = { kind: 'WORKSPACE', id: null, reason: 'IDLE' } as const

const endIdle = (hasMail: boolean) =>
  recurring(HOUR, async ({ database, clock }) => {
    const now = clock()
    const { idleDays } = await readPolicy(database.db)
    if (idleDays !== null) {
      const idleMs = idleDays * DAY_MS
      const circumstances: Ending = {
        actor: ANONYMOUS,
        address: 'workspace policy',
        requestId: 'portico',
        now,
        hasMail,
      }
      await whileThere(database, isUnwarned(idleMs, now), now, (db, tokens) =>
        warn(db, tokens, { idleDays, now }, hasMail),
      )
      await whileThere(database, isDue(idleMs, now), now, (db, tokens) =>
        endSome(db, cidsOf(tokens), BY, circumstances),
      )
    }
  })

export const idleJobs = ({ mailer }: { mailer: unknown }) => ({ 'idle-tokens': endIdle(mailer !== undefined) })
