/** Applies the policy to the tokens that exist, on purpose and some at a time; each leaves its audit row. */
import { type AuditEntry, changesBetween } from '../../core/changes/audit.ts'
import type { Db } from '../../core/db/database.ts'
import type { Context, OutsideContext } from '../../core/http/mount.ts'
import { type Policy, touches } from '../policy/rules.ts'
import { endSome, inSteps } from '../tokens/end-many.ts'
import { presentExpiry } from '../tokens/present.ts'
import { asColumns, shortenMade } from '../tokens/shorten.ts'
import { survey, type Touched, touchedAmong } from './survey.ts'

/** The identifiers of all tokens that applying the policy would end or change. */
export const touchedTokens = async (db: Db, policy: Policy, now: number): Promise<string[]> => {
  const cids: string[] = []
  for await (const { row, enforcement } of survey(db, policy, now)) if (touches(enforcement)) cids.push(row.cid)
  return cids
}

const factsOf = (row: Parameters<typeof presentExpiry>[0] & { read_only: 0 | 1 }) => ({
  ...presentExpiry(row),
  readOnly: row.read_only === 1,
})

const changeOne = async (db: Db, { row, enforcement: { shortened, readOnly } }: Touched): Promise<AuditEntry[]> => {
  const after = {
    ...row,
    ...(shortened ? asColumns(shortened) : {}),
    read_only: readOnly ? (1 as const) : row.read_only,
  }
  const { expires_at, last_day, time_zone, read_only } = after
  await db
    .updateTable('credentials')
    .set({ expires_at, last_day, time_zone, read_only, version: row.version + 1 })
    .where('cid', '=', row.cid)
    .execute()
  const entry: AuditEntry = {
    action: 'UPDATE',
    objectType: 'PERSONAL_TOKEN',
    objectIdentifier: row.cid,
    changes: { ...changesBetween(factsOf(row), factsOf(after)), reason: { after: 'POLICY' } },
  }
  return [entry, ...(shortened ? await shortenMade(db, row.cid, shortened) : [])]
}

/** What became of them since they were looked for is looked at again. */
const applyTo = async (policy: Policy, cids: readonly string[], context: Context) => {
  const { db, now, auditAll, nothing } = context
  const touched = await touchedAmong(db, cids, { policy, now })
  const ending = touched.filter(({ enforcement }) => enforcement.ends).map(({ row }) => row.cid)
  const changing = touched.filter(({ enforcement }) => !enforcement.ends && touches(enforcement))
  const by = { kind: 'WORKSPACE', id: null, reason: 'POLICY' } as const
  const ended = ending.length > 0 ? await endSome(db, { cids: ending, by }, context) : { tokens: 0, keys: 0 }
  const entries: AuditEntry[] = []
  for (const one of changing) entries.push(...(await changeOne(db, one)))
  await auditAll(entries)
  if (ended.tokens + ended.keys + changing.length === 0) nothing()
  return { ended: ended.tokens, keysEnded: ended.keys, changed: changing.length }
}

export const applyPolicy = async ({ step }: OutsideContext, policy: Policy, cids: readonly string[]) => {
  const done = { ended: 0, keysEnded: 0, changed: 0 }
  await inSteps(cids, async some => {
    const one = await step(context => applyTo(policy, some, context))
    done.ended += one.ended
    done.keysEnded += one.keysEnded
    done.changed += one.changed
  })
  return done
}
