/**
 * Ends tokens that nobody uses, once the workspace has that rule: first their owners are warned, and a person who uses the token
 * then keeps it. Runs hourly; of several nodes each token is warned of and ended once.
 */
import { ANONYMOUS } from '../../core/callers/actor.ts'
import type { Raise, RaiserOf } from '../../core/changes/events.ts'
import type { Database, Db } from '../../core/db/database.ts'
import { recurring } from '../../core/jobs/kinds.ts'
import { CURRENT } from '../credentials/current.ts'
import { readPolicy } from '../policy/policy.ts'
import { DAY_MS, idleSince, WARNED_BEFORE_MS } from '../policy/rules.ts'
import { endSome, inSteps } from '../tokens/end-many.ts'
import { isOver } from '../tokens/tokens.ts'
import { type Row, tokensByOwner, tokensWith } from './walk.ts'

const HOUR = 3_600_000
type Rule = { readonly idleDays: number; readonly now: number }

type Which = (token: Row, rule: Rule) => boolean

const isUnwarned: Which = (token, { idleDays, now }) => {
  const since = idleSince(token)
  const isWarned = token.idle_warned_at !== null && token.idle_warned_at >= since
  return since <= now - idleDays * DAY_MS + WARNED_BEFORE_MS && !isWarned
}

const isDue: Which = (token, rule) => {
  const { idle_warned_at: warnedAt } = token
  const since = idleSince(token)
  return (
    since <= rule.now - rule.idleDays * DAY_MS &&
    warnedAt !== null &&
    warnedAt >= since &&
    warnedAt <= rule.now - WARNED_BEFORE_MS
  )
}

type Work = (db: Db, tokens: readonly Row[]) => Promise<unknown>

/** Looks at all of them, and again in each write transaction at those that it is about. */
const eachThat = async (database: Database, { which, rule }: { which: Which; rule: Rule }, work: Work) => {
  const chosen = (rows: readonly Row[]) => rows.filter(row => !isOver(row, rule.now) && which(row, rule))
  for await (const rows of tokensByOwner(database.db))
    await inSteps(cidsOf(chosen(rows)), cids =>
      database.transaction(async db => {
        const tokens = chosen(await tokensWith(db, cids))
        if (tokens.length > 0) await work(db, tokens)
      }),
    )
}

const cidsOf = (tokens: readonly Row[]) => tokens.map(({ cid }) => cid)

const last4Of = async (db: Db, tokens: readonly Row[]) => {
  const secrets = db.selectFrom('secrets').select(['cid', 'last4']).where('is_current', '=', CURRENT)
  const rows = await secrets.where('cid', 'in', cidsOf(tokens)).execute()
  return new Map(rows.map(({ cid, last4 }) => [cid, last4]))
}

const warn = async (db: Db, tokens: readonly Row[], { idleDays, now, raise }: Rule & { readonly raise: Raise }) => {
  await db.updateTable('credentials').set({ idle_warned_at: now }).where('cid', 'in', cidsOf(tokens)).execute()
  const last4 = await last4Of(db, tokens)
  const warnings = tokens.map(token => {
    const since = idleSince(token)
    const endsAt = Math.max(since + idleDays * DAY_MS, now + WARNED_BEFORE_MS)
    const neverUsed = token.last_used_at === null
    const facts = { token: token.name, last4: last4.get(token.cid) ?? '', since, idleDays, endsAt, neverUsed }
    return { userId: token.owner_id ?? '', cid: token.cid, facts }
  })
  await raise('idle-tokens', { warnings })
}

/** Tokens that end unless someone uses them. */
export type IdleTokens = {
  readonly warnings: readonly {
    readonly userId: string
    readonly cid: string
    readonly facts: {
      readonly token: string
      readonly last4: string
      readonly since: number
      readonly idleDays: number
      readonly endsAt: number
      readonly neverUsed: boolean
    }
  }[]
}

declare module '../../core/changes/events.ts' {
  interface Events {
    'idle-tokens': IdleTokens
  }
}

declare module '../../core/jobs/kinds.ts' {
  interface Jobs {
    'idle-tokens': NoPayload
  }
}

const BY = { kind: 'WORKSPACE', id: null, reason: 'IDLE' } as const

const BY_POLICY = { actor: ANONYMOUS, address: 'workspace policy', requestId: 'portico' } as const

type Notifying = { readonly hasMail: boolean; readonly raiserOf: RaiserOf }

const endIdle = ({ hasMail, raiserOf }: Notifying) =>
  recurring(HOUR, async ({ database, clock }) => {
    const now = clock()
    const { idleDays } = await readPolicy(database.db)
    if (idleDays === null) return
    const rule = { idleDays, now }
    const raiseIn = (db: Db) => raiserOf({ db, now, address: BY_POLICY.address, client: '', hasMail })
    await eachThat(database, { which: isUnwarned, rule }, (db, tokens) =>
      warn(db, tokens, { ...rule, raise: raiseIn(db) }),
    )
    await eachThat(database, { which: isDue, rule }, (db, tokens) =>
      endSome(db, { cids: cidsOf(tokens), by: BY }, { ...BY_POLICY, now, raise: raiseIn(db) }),
    )
  })

export const idleJobs = (notifying: Notifying) => ({ 'idle-tokens': endIdle(notifying) })
