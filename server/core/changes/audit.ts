/** Writes the audit log: one row for every write, in the same transaction; failures and refusals outside it. */
import type { Actor } from '../callers/actor.ts'
import { inChunks } from '../db/chunks.ts'
import { compiledRows } from '../db/compiled.ts'
import type { Db } from '../db/database.ts'
import { newOrderedId } from '../db/ids.ts'
import { withoutSecrets } from '../secrets/secret.ts'
import type { Entry } from './entry.ts'
import type { Raise } from './events.ts'
import type { AuditLogs } from './tables.ts'
import type { Facts } from './writes.ts'

export type AuditEntry = Entry
export type Changes = NonNullable<Entry['changes']>

export type Circumstances = {
  readonly actor: Actor
  readonly address: string
  readonly requestId: string
  readonly now: number
}

export type Outcome = { outcome: AuditLogs['outcome']; reason?: string; count?: number; refusalKey?: string }

const LONGEST_IDENTIFIER = 255

/** The actor as the log names it: actor type, who, and by which credential. */
export const actorColumns = (actor: Actor) => {
  const nobody = { actor_identifier: null, actor_email: null, actor_cid: null, actor_name: null }
  switch (actor.kind) {
    case 'session':
      return { ...nobody, actor_type: 'OAUTH2', actor_identifier: actor.user.email, actor_email: actor.user.email }
    case 'personal-token':
      return {
        actor_type: 'PERSONAL_API_KEY',
        actor_identifier: actor.user.email,
        actor_email: actor.user.email,
        actor_cid: actor.credential.cid,
        actor_name: actor.credential.name,
      }
    case 'api-key':
      return {
        actor_type: 'API_KEY',
        actor_identifier: actor.credential.cid,
        actor_email: actor.user?.email ?? null,
        actor_cid: actor.credential.cid,
        actor_name: actor.credential.name,
      }
    case 'anonymous':
      return { ...nobody, actor_type: 'ANONYMOUS' }
  }
}

export const rowOf = (
  entry: AuditEntry,
  { actor, address, requestId, now }: Circumstances,
  outcome: Outcome = { outcome: 'DONE' },
): AuditLogs => ({
  id: newOrderedId('au'),
  at: now,
  action: entry.action,
  object_type: entry.objectType,
  object_identifier: withoutSecrets(entry.objectIdentifier.slice(0, LONGEST_IDENTIFIER)),
  outcome: outcome.outcome,
  reason: outcome.reason ?? null,
  count: outcome.count ?? 1,
  changes:
    entry.changes && Object.keys(entry.changes).length > 0 ? withoutSecrets(JSON.stringify(entry.changes)) : null,
  ...actorColumns(actor),
  address,
  request_id: requestId,
  refusal_key: outcome.refusalKey === undefined ? null : withoutSecrets(outcome.refusalKey),
})

/** Those with the same key, which a statement must not meet twice, are one. */
const summed = (rows: readonly AuditLogs[]): AuditLogs[] =>
  [...Map.groupBy(rows, ({ refusal_key, id }) => refusal_key ?? id).values()].flatMap(alike => {
    const latest = alike.at(-1)
    return latest ? { ...latest, count: alike.reduce((sum, { count }) => sum + count, 0) } : []
  })

const insertCounted = compiledRows((db, rows: readonly AuditLogs[]) =>
  db
    .insertInto('audit_logs')
    .values(rows)
    .onConflict(on =>
      on.column('refusal_key').doUpdateSet(eb => ({
        count: eb('audit_logs.count', '+', eb.ref('excluded.count')),
        at: eb.ref('excluded.at'),
      })),
    ),
)

/** Adds rows; a refusal with a known key adds to that row's count instead. */
export const writeCounted = (db: Db, rows: readonly AuditLogs[]) =>
  inChunks(summed(rows), some => insertCounted(db, some))

const insert = compiledRows((db, rows: readonly AuditLogs[]) => db.insertInto('audit_logs').values(rows))

export const writeAudit = async (db: Db, entry: AuditEntry, circumstances: Circumstances): Promise<void> =>
  void (await insert(db, [rowOf(entry, circumstances)]))

/** Adds a row for each entry, many in one statement; each is an event, as with `audit` of a request. */
export const writeAudits = async (
  db: Db,
  entries: readonly AuditEntry[],
  circumstances: Circumstances & { readonly raise: Raise },
) => {
  const rows = entries.map(entry => rowOf(entry, circumstances))
  await inChunks(rows, some => insert(db, some))
  for (const entry of entries) await circumstances.raise('write', entry)
}

/** The fields that differ, before → after; `undefined` on both sides is left out. */
export const changesBetween = (before: Facts, after: Facts): Changes => {
  const changes: Changes = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      changes[key] = { before: before[key] ?? null, after: after[key] ?? null }
  return changes
}
