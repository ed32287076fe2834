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
/** What a test sends, whatever the webhook listens to. */
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
    createdBy: T.Union([T.String(), T.Null()], { description: 'The email of the person who made it' }),
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
    nextAt: T.Union([Instant, T.Null()], { description: 'When it is tried next, while it waits' }),
    answerStatus: T.Union([T.Integer(), T.Null()], { description: 'The HTTP status of the last answer' }),
    error: T.Union([T.String(), T.Null()], { description: 'Why the last try failed' }),
    body: T.String({ description: 'What is sent, without the signature' }),
  },
  { $id: 'WebhookDelivery' },
)
export type WebhookDelivery = T.Static<typeof WebhookDelivery>

const Url = T.String({
  minLength: 1,
  maxLength: 2000,
  pattern: '^[^\\s\\u0000-\\u001f\\u007f]+$',
  description: 'https, without a user or a fragment; http only to ranges in PORTICO_EGRESS_ALLOW',
})
const Events = T.Array(T.Enum(WEBHOOK_EVENTS), { minItems: 1, maxItems: WEBHOOK_EVENTS.length, uniqueItems: true })
const secret = T.String({ description: 'What signatures are made with. It is shown only here.' })

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
  summary: 'Change a webhook, or turn it on or off',
  description: 'Another url needs a recent proof of identity.',
  needs,
  writes: true,
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
  summary: 'Give a webhook a new secret',
  description: 'What is sent from now on is signed with the new secret alone.',
  needs: { ...needs, proof: true },
  writes: true,
  answers: { 200: T.Object({ secret }) },
})

export const deleteWebhook = operation({
  id: 'deleteWebhook',
  method: 'DELETE',
  path: '/api/v1/webhooks/{id}',
  tag,
  summary: 'Delete a webhook and what it was sent',
  needs,
  writes: true,
  answers: { 204: EMPTY },
})

export const pingWebhook = operation({
  id: 'pingWebhook',
  method: 'POST',
  path: '/api/v1/webhooks/{id}/ping',
  tag,
  summary: 'Send a test to a webhook',
  needs,
  writes: true,
  answers: { 202: WebhookDelivery },
})

export const listDeliveries = operation({
  id: 'listWebhookDeliveries',
  method: 'GET',
  path: '/api/v1/webhooks/{id}/deliveries',
  tag,
  summary: 'List what a webhook was sent, newest first',
  description: 'The last 50 of the last 7 days, and what still waits.',
  needs,
  answers: { 200: T.Object({ deliveries: T.Array(WebhookDelivery), ...listFields }) },
})

export const redeliver = operation({
  id: 'redeliverWebhook',
  method: 'POST',
  path: '/api/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver',
  tag,
  summary: 'Send something to a webhook again',
  needs,
  writes: true,
  answers: { 202: WebhookDelivery },
})
