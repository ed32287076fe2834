import * as contract from '../../../contract/identity/keys.ts'
import { type Actor, isBearer } from '../../core/callers/actor.ts'
import type { Kind } from '../../core/changes/writes.ts'
import { presentRows } from '../../core/db/rows.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { isoOrNull } from '../../core/problems/instant.ts'
import { entriesOfEnded } from '../credentials/credentials.ts'
import { storeAll } from '../tokens/listed.ts'
import { createKey, deleteKey, findKey, type KeyRow, listKeys, presentKey, presentKeyRole, renameKey } from './keys.ts'

const API_KEY: Kind<KeyRow> = {
  type: 'API_KEY',
  idOf: ({ cid }) => cid,
  facts: row => ({
    name: row.name,
    description: row.description,
    roles: row.roles.map(({ tag }) => tag),
    expires: isoOrNull(row.expires_at),
  }),
}

/** The token that made the key, where one did. */
const makerOf = (actor: Actor, row: KeyRow) =>
  isBearer(actor) && actor.user
    ? { madeWith: { userId: actor.user.id, token: actor.credential.name, key: row.name } }
    : {}

const listApiKeys = on(contract.listApiKeys, {
  prepare: ({ query }, { services }) => (query.sort === 'lastUsed' ? storeAll(services) : undefined),
  handle: async ({ query }, { db, services: { usage } }) => {
    const page = pageOf(query)
    const { rows, total } = await listKeys(db, { ...page, sort: query.sort, order: query.order })
    const present = (row: KeyRow) => presentKey(row, usage.pending(row.cid))
    const { shown: apiKeys, marked } = presentRows(rows, { idOf: ({ cid }) => cid, present })
    return { apiKeys, ...marked, ...pageFields(page, total) }
  },
})

const createApiKey = on(contract.createApiKey, {
  handle: async ({ body }, context) => {
    const { actor, db, now, created, raise } = context
    const { row, secret } = await createKey(db, actor, { ...body, now })
    await created(API_KEY, row)
    await raise('key', { kind: 'key.created', cid: row.cid, ...makerOf(actor, row) })
    const { cid, name, description, expirationDate, last4 } = presentKey(row, [])
    return {
      apiKey: secret,
      cid,
      name,
      ...(description === undefined ? {} : { description }),
      ...(expirationDate ? { expirationDate } : {}),
      roles: row.roles.map(presentKeyRole),
      last4,
    }
  },
})

const getApiKey = on(contract.getApiKey, {
  handle: async ({ params }, { db, services: { usage } }) =>
    presentKey(await findKey(db, params.cid), usage.pending(params.cid)),
})

const updateApiKey = on(contract.updateApiKey, {
  handle: async ({ params, body }, { actor, db, changed, services: { usage } }) => {
    const { before, after } = await renameKey(db, actor, { ...body, cid: params.cid })
    await changed(API_KEY, before, after)
    return presentKey(after, usage.pending(params.cid))
  },
})

const deleteApiKey = on(contract.deleteApiKey, {
  handle: async ({ params }, { actor, db, now, audit, removed, raise }) => {
    const { key, ended } = await deleteKey(db, actor, { cid: params.cid, now })
    await removed(API_KEY, key)
    for (const entry of entriesOfEnded(key.cid, ended)) await audit(entry)
    await raise('key', { kind: 'key.deleted', cid: key.cid })
    return undefined
  },
})

export const keyRoutes: readonly Route[] = [listApiKeys, createApiKey, getApiKey, updateApiKey, deleteApiKey]
