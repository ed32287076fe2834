/** What webhooks are sent when something happens to a token or key. */
import type { Subscribers } from '../../core/changes/events.ts'
import { isoOrNull } from '../../core/problems/instant.ts'
import {
  type CredentialWithOwner,
  credentialsWithOwner,
  tokensWithOwner,
} from '../../identity/credentials/with-owner.ts'
import { listenersTo, publish, publishTo } from './publish.ts'

/** A credential as receivers learn of it: nothing that would help anybody to use it. */
export const publicFacts = (row: CredentialWithOwner) => ({
  cid: row.cid,
  name: row.name,
  last4: row.last4,
  createdDate: isoOrNull(row.created_at),
  expirationDate: isoOrNull(row.expires_at),
  lastUsedDate: isoOrNull(row.last_used_at),
  owner: row.owner_id === null ? null : { id: row.owner_id, email: row.email, name: row.owner_name },
})

const NAMES = {
  'token-created': 'token.created',
  'token-rotated': 'token.rotated',
  'token-used-from-new-place': 'token.used-from-new-place',
  'token-revoked': 'token.revoked',
  'token-revoked-by-other': 'token.revoked',
} as const

const endOf = ({ ended_at, ended_by, end_reason }: CredentialWithOwner) =>
  ended_at === null ? {} : { ended: { at: isoOrNull(ended_at), by: ended_by, reason: end_reason } }

export const webhookSubscribers: Subscribers = {
  async token({ kind, cids }, { db, now, address, client }) {
    const event = NAMES[kind]
    const listeners = await listenersTo(db, [event])
    if (listeners.length === 0) return
    const rows = await tokensWithOwner(db, cids)
    const events = rows.map(row => ({ event, data: { token: publicFacts(row), address, client, ...endOf(row) } }))
    await publishTo(db, { listeners, events }, now)
  },

  async key({ kind, cid }, { db, now, address, client }) {
    const row = await credentialsWithOwner(db).where('c.cid', '=', cid).executeTakeFirst()
    if (row) await publish(db, { event: kind, data: { key: publicFacts(row), address, client } }, now)
  },
}
