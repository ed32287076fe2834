import * as contract from '../../../contract/outbound/webhooks.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import { presentRows } from '../../core/db/rows.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { conflict } from '../../core/problems/problems.ts'
import { needProof } from '../../identity/access/proof.ts'
import { abilityOf, enforce } from '../../identity/roles/rules.ts'
import { findDelivery, listDeliveries, presentDelivery, sendAgain } from './deliveries.ts'
import { resumeLane } from './lanes.ts'
import { addDelivery } from './publish.ts'
import {
  canCreate,
  changeWebhook,
  createWebhook,
  findWebhook,
  listWebhooks,
  presentWebhook,
  renewSecret,
  type WebhookRow,
} from './webhooks.ts'

const objectType = 'WEBHOOK'

/** For the audit log: of the address only the host, because the rest may hold what gives access to the receiver. */
const WEBHOOK: Kind<WebhookRow> = {
  type: objectType,
  idOf: ({ id }) => id,
  facts: ({ url, description, events, enabled }) => ({
    host: URL.canParse(url) ? new URL(url).host : null,
    description,
    events: events.split(','),
    enabled: enabled === 1,
  }),
}

const needOn = ({ enabled }: WebhookRow) => {
  if (enabled === 0) throw conflict('This webhook is turned off. Turn it on first.')
}

const idOf = ({ id }: { id: string }) => id

const list = on(contract.listWebhooks, {
  handle: async (_, { db, services: { config } }) => {
    const { shown: webhooks, marked } = presentRows(await listWebhooks(db), { idOf, present: presentWebhook })
    return { webhooks, ...marked, create: abilityOf(canCreate(config)) }
  },
})

const create = on(contract.createWebhook, {
  handle: async ({ body }, { actor, db, now, created, services: { config } }) => {
    enforce(canCreate(config))
    const { row, secret } = await createWebhook(db, config, { ...body, makerId: sessionOf(actor).user.id, now })
    await created(WEBHOOK, row)
    return { ...presentWebhook(row), secret }
  },
})

const get = on(contract.getWebhook, {
  handle: async ({ params }, { db }) => presentWebhook(await findWebhook(db, params.id)),
})

const update = on(contract.updateWebhook, {
  handle: async ({ params, body }, { actor, db, now, changed, services: { config } }) => {
    if (body.url !== undefined) needProof(actor, now)
    const { before, after } = await changeWebhook(db, config, { ...body, id: params.id })
    const url = { before: 'another', after: 'changed' }
    await changed(before.url === after.url ? WEBHOOK : { ...WEBHOOK, also: { url } }, before, after)
    return presentWebhook(after)
  },
})

const renew = on(contract.renewWebhookSecret, {
  handle: async ({ params, version }, { db, audit, services: { config } }) => {
    const { row, secret } = await renewSecret(db, config, params.id)
    expectVersion(row, version)
    const changes = { host: { after: new URL(row.url).host }, secret: { after: 'renewed' } }
    await audit({ action: 'UPDATE', objectType, objectIdentifier: row.id, changes })
    return { secret }
  },
})

const remove = on(contract.deleteWebhook, {
  handle: async ({ params }, { db, removed }) => {
    const row = await findWebhook(db, params.id)
    await db.deleteFrom('webhook_deliveries').where('webhook_id', '=', row.id).execute()
    await db.deleteFrom('webhooks').where('id', '=', row.id).execute()
    await removed(WEBHOOK, row)
    return undefined
  },
})

const ping = on(contract.pingWebhook, {
  handle: async ({ params }, { actor, db, now, audit, afterCommit, services: { wakeJobs } }) => {
    const row = await findWebhook(db, params.id)
    needOn(row)
    const id = await addDelivery(
      db,
      { webhookId: row.id, event: contract.PING, data: { by: sessionOf(actor).user.email } },
      now,
    )
    await resumeLane(db, row.id)
    await audit({ action: 'CREATE', objectType, objectIdentifier: row.id, changes: { ping: { after: id } } })
    afterCommit(wakeJobs)
    return presentDelivery(await findDelivery(db, row.id, id))
  },
})

const deliveries = on(contract.listDeliveries, {
  handle: async ({ params }, { db }) => {
    const { id } = await findWebhook(db, params.id)
    const rows = await listDeliveries(db, id)
    const { shown: deliveries, marked } = presentRows(rows, { idOf, present: presentDelivery })
    return { deliveries, ...marked }
  },
})

const redeliver = on(contract.redeliver, {
  handle: async ({ params }, { db, now, audit, afterCommit, services: { wakeJobs } }) => {
    const row = await findWebhook(db, params.id)
    needOn(row)
    const delivery = await sendAgain(db, { webhookId: row.id, id: params.deliveryId }, now)
    await audit({
      action: 'UPDATE',
      objectType,
      objectIdentifier: row.id,
      changes: { redelivered: { after: delivery.id } },
    })
    afterCommit(wakeJobs)
    return presentDelivery(delivery)
  },
})

export const webhookRoutes: readonly Route[] = [list, create, get, update, renew, remove, ping, deliveries, redeliver]
