import * as contract from '../../../contract/catalog/data-webhooks.ts'
import { parseExactly } from '../../../contract/core/exact-json.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import type { Kind } from '../../core/changes/writes.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { changedName } from '../../core/names/displayed.ts'
import { isoOrNull } from '../../core/problems/instant.ts'
import { badRequest, conflict } from '../../core/problems/problems.ts'
import { callerOf } from '../../core/threads/caller.ts'
import { need } from '../../identity/access/roles.ts'
import { endCredential } from '../../identity/credentials/credentials.ts'
import { chooseExpiry } from '../../identity/credentials/expiry.ts'
import { chooseLimits } from '../../identity/credentials/limits.ts'
import { mapped } from './mapping.ts'
import { keysOf } from './read.ts'
import { entitiesOfType, receive } from './receive.ts'
import { findWebhook, insertWebhook, listWebhooks, presentWebhook, type WebhookRow } from './webhooks.ts'

const DATA_WEBHOOK: Kind<WebhookRow> = {
  type: 'DATA_WEBHOOK',
  idOf: ({ cid }) => cid,
  facts: row => ({
    name: row.name,
    description: row.description ?? undefined,
    entityType: row.entity_type,
    keys: keysOf(row),
    mapping: row.mapping,
    addressRanges: row.address_ranges ?? undefined,
    expires: isoOrNull(row.expires_at) ?? undefined,
    paused: row.paused_at !== null,
    owner: row.email,
  }),
  isLong: true,
}

const UNLIMITED = { read_only: 0, allowed_permissions: null, address_ranges: null } as const

/** Senders are elsewhere, so ranges need not have the address of who chooses them. @throws Problem 400 */
const rangesOf = (addressRanges: readonly string[] | null, { actor: { permissions }, address }: Context) =>
  chooseLimits(
    UNLIMITED,
    { addressRanges: addressRanges && [...addressRanges], withoutMyAddress: true },
    { permissions, address },
  )

type Tried = { readonly keys: readonly string[]; readonly mapping: string; readonly sample: string }

const tried = (context: Context, { keys, mapping, sample }: Tried) =>
  mapped(callerOf(context, context.stillAllowed), { keys, mapping, payload: sample, where: 'sample' })

const present = (row: WebhookRow, { actor, now, services }: Context) =>
  presentWebhook(row, { now, gathered: services.usage.pending(row.cid), asker: actor })

const list = on(contract.listDataWebhooks, {
  handle: async ({ query }, { actor, db, now, services }) => ({
    webhooks: (await listWebhooks(db)).map(row =>
      presentWebhook(row, {
        now,
        gathered: services.usage.pending(row.cid),
        asker: query.abilities ? actor : undefined,
      }),
    ),
  }),
})

const tryOne = on(contract.tryMapping, {
  handle: async ({ body }, context) => {
    const outputs = await tried(context, body)
    const tags = outputs.map(({ tag }) => tag)
    const there = await entitiesOfType(context.db, tags, body.entityType)
    return {
      mapped: outputs.map(({ tag, data }) => ({
        tag,
        data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, parseExactly(value)])),
        isThere: there.has(tag),
      })),
    }
  },
})

const create = on(contract.createDataWebhook, {
  prepare: async ({ body }, context) => void (await tried(context, body)),
  handle: async ({ body }, context) => {
    const { actor, db, now, created, services } = context
    const { id } = sessionOf(actor).user
    const credential = {
      ownerId: id,
      madeBy: null,
      makerId: id,
      name: body.name.trim(),
      description: body.description ?? null,
      expiry: chooseExpiry(body.expirationDate, body.timeZone, now),
      limits: rangesOf(body.addressRanges ?? null, context),
    }
    const keys = JSON.stringify([...new Set(body.keys)])
    const does = { entity_type: body.entityType.trim(), keys, mapping: body.mapping, paused_at: null }
    const { cid, uuid } = await insertWebhook(db, credential, { does, now })
    const row = await findWebhook(db, cid)
    await created(DATA_WEBHOOK, row)
    const url = `${services.dataWebhooks.publicUrl}${contract.receiveData.path.replace('{uuid}', uuid)}`
    return { webhook: present(row, context), url }
  },
})

/** @throws Problem 404, or 409 for one that was revoked */
const findKept = async ({ db }: Pick<Context, 'db'>, cid: string): Promise<WebhookRow> => {
  const row = await findWebhook(db, cid)
  if (row.ended_at !== null) throw conflict(`${row.name} was revoked and can't be changed. Create another webhook.`)
  return row
}

/** Each change raises the version of the credential, which calls hold: it waits for those under way, and later ones see it. */
const storeChange = async (
  { db }: Context,
  { cid, version }: WebhookRow,
  change: { credential?: object; does?: object },
) => {
  await db
    .updateTable('credentials')
    .set({ ...change.credential, version: version + 1 })
    .where('cid', '=', cid)
    .execute()
  if (change.does && Object.keys(change.does).length > 0)
    await db.updateTable('data_webhooks').set(change.does).where('cid', '=', cid).execute()
  return findWebhook(db, cid)
}

const update = on(contract.updateDataWebhook, {
  prepare: async ({ params, body }, context) => {
    if (body.mapping === undefined && body.keys === undefined) return
    if (body.sample === undefined)
      throw badRequest('sample: is required with another mapping or other keys, to try it.', 'sample')
    const row = await findKept(context, params.cid)
    await tried(context, { keys: body.keys ?? keysOf(row), mapping: body.mapping ?? row.mapping, sample: body.sample })
  },
  handle: async ({ params, body }, context) => {
    const before = await findKept(context, params.cid)
    const { now, changed } = context
    const after = await storeChange(context, before, {
      credential: {
        name: changedName(body.name, before.name),
        ...(body.description === undefined ? {} : { description: body.description }),
        ...(body.addressRanges === undefined ? {} : rangesOf(body.addressRanges, context)),
      },
      does: {
        ...(body.keys ? { keys: JSON.stringify([...new Set(body.keys)]) } : {}),
        ...(body.mapping === undefined ? {} : { mapping: body.mapping }),
        ...(body.paused === undefined ? {} : { paused_at: body.paused ? (before.paused_at ?? now) : null }),
      },
    })
    await changed(DATA_WEBHOOK, before, after)
    return present(after, context)
  },
})

const takeOver = on(contract.takeOverDataWebhook, {
  handle: async ({ params }, context) => {
    const { actor, db, changed } = context
    await need(db, actor, 'EDIT_ENTITIES')
    const before = await findKept(context, params.cid)
    const { id } = sessionOf(actor).user
    const after = await storeChange(context, before, { credential: { owner_id: id, maker_id: id } })
    await changed(DATA_WEBHOOK, before, after)
    return present(after, context)
  },
})

const revoke = on(contract.revokeDataWebhook, {
  handle: async ({ params, query }, context) => {
    const { actor, db, now, removed } = context
    const row = await findKept(context, params.cid)
    const { id } = sessionOf(actor).user
    const reason = query.leaked ? 'LEAKED' : 'REVOKED'
    const kind = id === row.owner_id ? 'OWNER' : 'ADMINISTRATOR'
    await endCredential(db, row.cid, { kind, id, reason, now })
    await removed(query.leaked ? { ...DATA_WEBHOOK, also: { leaked: { after: true } } } : DATA_WEBHOOK, row)
    return undefined
  },
})

export const dataWebhookRoutes: readonly Route[] = [receive, list, tryOne, create, update, takeOver, revoke]
