/** Reads the webhook behind a UUID, and what state it is in. */
import type { DataWebhook } from '../../../contract/catalog/data-webhooks.ts'
import type { KeyActor } from '../../core/callers/actor.ts'
import { isWithin } from '../../core/callers/ranges.ts'
import type { Database, Db } from '../../core/db/database.ts'
import { hashOf, isUuid } from '../../core/secrets/secret.ts'
import { lockedOwn, ownSecret, type TokenRow } from '../../identity/access/read-credential.ts'
import { parseGrants } from '../../identity/access/roles.ts'
import { isExpired } from '../../identity/credentials/expiry.ts'
import type { DataWebhooks } from './tables.ts'

export type FoundWebhook = Omit<TokenRow, 'kind'> & Omit<DataWebhooks, 'cid'>

const WEBHOOK = ownSecret('webhook', {
  columns: ', w.entity_type, w.keys, w.mapping, w.paused_at',
  joins: 'join data_webhooks w on w.cid = c.cid',
})

/** By its UUID; with a transaction, as its first statement, with locks on all that its authority comes from. */
export const webhookReader = (database: Database) => {
  const plain = database.statement<FoundWebhook>(WEBHOOK)
  const locked = database.statement<FoundWebhook>(lockedOwn(WEBHOOK, 'for share'))
  return async (uuid: string, transaction?: Db): Promise<FoundWebhook | undefined> => {
    const secret = uuid.toLowerCase()
    if (!isUuid(secret)) return undefined
    const read = transaction && database.locksRows ? locked : plain
    return (await read([hashOf(secret)], transaction))[0]
  }
}

type Stateful = Pick<FoundWebhook, 'ended_at' | 'expires_at' | 'deactivated_at' | 'owner_grants' | 'paused_at'>

export const stateOf = (row: Stateful, now: number): DataWebhook['state'] => {
  if (row.ended_at !== null) return 'REVOKED'
  if (isExpired(row.expires_at, now)) return 'EXPIRED'
  if (row.deactivated_at !== null || !parseGrants(row.owner_grants).permissions.has('EDIT_ENTITIES'))
    return 'OWNER_CANNOT_EDIT'
  return row.paused_at === null ? 'ACTIVE' : 'PAUSED'
}

/** Why a call is refused; undefined where it is not. Never said to the caller. */
export const refusalOf = (
  row: FoundWebhook,
  { address, now }: { address: string; now: number },
): string | undefined => {
  const state = stateOf(row, now)
  if (state !== 'ACTIVE') return state.toLowerCase().replaceAll('_', ' ')
  return row.address_ranges !== null && !isWithin(address, row.address_ranges) ? 'wrong address' : undefined
}

/** The actor in the audit log: the webhook, and the person who is responsible for it. It holds no permission. */
export const actorOf = (row: FoundWebhook): KeyActor => ({
  kind: 'api-key',
  user: row.owner_id === null ? undefined : { id: row.owner_id, email: row.email ?? '', name: row.owner_name ?? '' },
  credential: {
    hash: '',
    cid: row.cid,
    name: row.name,
    last4: row.last4,
    expiresAt: row.expires_at,
    readOnly: false,
    unlimited: new Set(),
    limitedBy: null,
  },
  roles: [],
  permissions: new Set(),
})

export const keysOf = ({ keys }: Pick<DataWebhooks, 'keys'>): string[] => {
  const parsed: unknown = JSON.parse(keys)
  return Array.isArray(parsed) ? parsed.map(String) : []
}
