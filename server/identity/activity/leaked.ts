/** A token that leaked: everything ends, and its owner reads what was done with it. */

import * as contract from '../../../contract/identity/rotation.ts'
import type { Db } from '../../core/db/database.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { iso } from '../../core/problems/instant.ts'
import { entriesOfEnded } from '../credentials/credentials.ts'
import { ENDED_TOKEN } from '../tokens/facts.ts'
import { presentToken } from '../tokens/present.ts'
import { canEdit, findToken, revokeToken } from '../tokens/tokens.ts'
import { KEPT_MS } from './read.ts'

const MOST_CHANGES = 200

const changesWith = async (db: Db, cids: readonly string[], now: number) => {
  const rows = await db
    .selectFrom('audit_logs')
    .select(['at', 'action', 'object_type', 'object_identifier'])
    .where('actor_cid', 'in', cids)
    .where('outcome', '=', 'DONE')
    .where('at', '>', now - KEPT_MS)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_CHANGES)
    .execute()
  return rows.map(row => ({
    at: iso(row.at),
    action: row.action,
    objectType: row.object_type,
    objectIdentifier: row.object_identifier,
  }))
}

const placesOf = async (db: Db, cids: readonly string[]) => {
  const rows = await db
    .selectFrom('token_uses')
    .select(['address', 'client'])
    .select(eb => [eb.fn.sum<number>('count').as('calls'), eb.fn.max('last_at').as('at')])
    .where('cid', 'in', cids)
    .groupBy(['address', 'client'])
    .orderBy('at', 'desc')
    .execute()
  return rows.map(({ address, client, calls, at }) => ({ at: iso(Number(at)), address, client, count: Number(calls) }))
}

/** What the keys did that it made counts as done with it. */
const tokenLeaked = on(contract.tokenLeaked, {
  prepare: (_, { services }) => services.storeActivity(),
  handle: async ({ params }, context) => {
    const { actor, db, now, audit, removed, raise } = context
    const { row, ended } = await revokeToken(db, actor, { cid: params.cid, now, reason: 'LEAKED' })
    await removed({ ...ENDED_TOKEN, also: { leaked: { after: true } } }, row)
    for (const entry of entriesOfEnded(row.cid, ended)) await audit(entry)
    const kind = canEdit(actor, row) ? 'token-revoked' : 'token-revoked-by-other'
    await raise('token', { kind, cids: [row.cid] })
    const cids = [row.cid, ...ended.map(({ cid }) => cid)]
    return {
      token: presentToken(await findToken(db, actor, row.cid), { actor, now }, []),
      endedWith: ended.map(({ cid, name }) => ({ cid, name })),
      changes: await changesWith(db, cids, now),
      places: await placesOf(db, cids),
    }
  },
})

export const leakedRoutes: readonly Route[] = [tokenLeaked]
