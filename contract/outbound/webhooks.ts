import * as T from 'typebox'
import { EMPTY, operation, SESSION } from '../core/operation.ts'
import { listFields } from '../core/paging.ts'
import { Ability, Description, Instant } from '../core/schemas.ts'

export const WEBHOOK_EVENTS = [
  'token.created',
  'token.rotated',
  'token.used-from-new-place',
  'token.expiring',
  'token.revoked',
  'key.created',
  'key.expiring',
  'key.deleted',
] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]
/** The event that a test sends, regardless of the events the webhook subscribes to. */
export const PING = 'ping'

export const Webhook = T.Object(
  {
    id: T.String(),
    url: T.String(),
    description: T.Union([T.String(), T.Null()]),
    events: T.Array(T.Enum(WEBHOOK_EVENTS)),
    enabled: T.Boolean(),
    failingSince: T.Union([Instant, T.Null()], { description: 'The first failure since the last success' }),
    createdDate: Instant,
    createdBy: T.Union([T.String(), T.Null()], { description: 'The email of the person who created it' }),
    version: T.Integer(),
  },
  { $id: 'Webhook' },
)
export type Webhook = T.Static<typeof Webhook>

export const WebhookDelivery = T.Object(
  {
    id: T.String(),
    event: T.String(),
    createdDate: Instant,
    status: T.Enum(['WAITING', 'DELIVERED', 'FAILED']),
    attempts: T.Integer(),
    triedAt: T.Union([Instant, T.Null()]),
    nextAt: T.Union([Instant, T.Null()], { description: 'When the next attempt is due, while it is waiting' }),
    answerStatus: T.Union([T.Integer(), T.Null()], { description: 'The HTTP status of the last response' }),
    error: T.Union([T.String(), T.Null()], { description: 'Why the last attempt failed' }),
    body: T.String({ description: 'The request body, without the signature' }),
  },
  { $id: 'WebhookDelivery' },
)
export type WebhookDelivery = T.Static<typeof WebhookDelivery>

const Url = T.String({
  minLength: 1,
  maxLength: 2000,
  pattern: '^[^\\s\\u0000-\\u001f\\u007f]+$',
  description: 'An https URL without user or fragment; http only for ranges in PORTICO_EGRESS_ALLOW',
})
const Events = T.Array(T.Enum(WEBHOOK_EVENTS), { minItems: 1, maxItems: WEBHOOK_EVENTS.length, uniqueItems: true })
const secret = T.String({ description: 'The secret that signs deliveries. It is returned only here.' })

const tag = 'Webhooks'
const needs = { permission: 'CONFIGURE_INTEGRATIONS', credential: SESSION } as const

export const listWebhooks = operation({
  id: 'listWebhooks',
  method: 'GET',
  path: '/api/v1/webhooks',
  tag,
  summary: 'List webhooks',
  needs,
  answers: { 200: T.Object({ webhooks: T.Array(Webhook), ...listFields, create: Ability }) },
})

export const createWebhook = operation({
  id: 'createWebhook',
  method: 'POST',
  path: '/api/v1/webhooks',
  tag,
  summary: 'Create a webhook',
  needs: { ...needs, proof: true },
  writes: true,
  body: T.Object({ url: Url, description: T.Optional(T.Union([Description, T.Null()])), events: Events }),
  answers: { 201: T.Object({ ...Webhook.properties, secret }, { $id: 'NewWebhook' }) },
})

export const getWebhook = operation({
  id: 'getWebhook',
  method: 'GET',
  path: '/api/v1/webhooks/{id}',
  tag,
  summary: 'Read a webhook',
  needs,
  answers: { 200: Webhook },
})

export const updateWebhook = operation({
  id: 'updateWebhook',
  method: 'PUT',
  path: '/api/v1/webhooks/{id}',
  tag,
  summary: 'Update a webhook, or turn it on or off',
  description: 'Changing the url needs a recent proof of identity.',
  needs,
  writes: true,
  versioned: true,
  body: T.Object({
    url: T.Optional(Url),
    description: T.Optional(T.Union([Description, T.Null()])),
    events: T.Optional(Events),
    enabled: T.Optional(T.Boolean()),
  }),
  answers: { 200: Webhook },
})

export const renewWebhookSecret = operation({
  id: 'renewWebhookSecret',
  method: 'POST',
  path: '/api/v1/webhooks/{id}/secret',
  tag,
  summary: 'Renew the secret of a webhook',
  description: 'From now on, deliveries are signed with the new secret only.',
  needs: { ...needs, proof: true },
  writes: true,
  versioned: true,
  answers: { 200: T.Object({ secret }) },
})

export const deleteWebhook = operation({
  id: 'deleteWebhook',
  method: 'DELETE',
  path: '/api/v1/webhooks/{id}',
  tag,
  summary: 'Delete a webhook and its delivery history',
  needs,
  writes: true,
  versioned: true,
  answers: { 204: EMPTY },
})

export const pingWebhook = operation({
  id: 'pingWebhook',
  method: 'POST',
  path: '/api/v1/webhooks/{id}/ping',
  tag,
  summary: 'Send a test event to a webhook',
  needs,
  writes: true,
  answers: { 202: WebhookDelivery },
})

export const listDeliveries = operation({
  id: 'listWebhookDeliveries',
  method: 'GET',
  path: '/api/v1/webhooks/{id}/deliveries',
  tag,
  summary: 'List the deliveries of a webhook, newest first',
  description: 'The last 50 of the last 7 days, and those still waiting.',
  needs,
  answers: { 200: T.Object({ deliveries: T.Array(WebhookDelivery), ...listFields }) },
})

export const redeliver = operation({
  id: 'redeliverWebhook',
  method: 'POST',
  path: '/api/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver',
  tag,
  summary: 'Redeliver an event to a webhook',
  needs,
  writes: true,
  answers: { 202: WebhookDelivery },
})
