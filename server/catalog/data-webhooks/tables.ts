/** What a credential of kind `webhook` does, beside its row in `credentials`. */
export type DataWebhooks = {
  cid: string
  entity_type: string
  /** A JSON list. */
  keys: string
  /** A jq program. */
  mapping: string
  paused_at: number | null
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    data_webhooks: DataWebhooks
  }
}
