import type { Flag } from '../../core/db/tables.ts'

export type Webhooks = {
  id: string
  url: string
  description: string | null
  /** Names of events, comma-separated. */
  events: string
  /** Encrypted under PORTICO_SECRET_KEY. */
  secret: string
  enabled: Flag
  /** The first failure since the last success. */
  failing_since: number | null
  created_at: number
  created_by: string | null
  version: number
}

/** Of each webhook one delivery is under way at a time. */
export type WebhookLanes = {
  webhook_id: string
  leased_until: number | null
  /** After a failure nothing is sent before. */
  resume_at: number | null
}

export type WebhookDeliveries = {
  id: string
  webhook_id: string
  event: string
  body: string
  created_at: number
  status: 'WAITING' | 'DELIVERED' | 'FAILED'
  attempts: number
  tried_at: number | null
  next_at: number | null
  answer_status: number | null
  error: string | null
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    webhooks: Webhooks
    webhook_lanes: WebhookLanes
    webhook_deliveries: WebhookDeliveries
  }
}
