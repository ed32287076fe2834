export type CustomEvents = {
  /** In the order of reporting. */
  uuid: string
  entity_id: string
  /** When it happened, as it was reported. */
  at: number
  type: string
  title: string
  description: string | null
  url: string | null
  /** JSON, as it was sent. */
  custom_data: string | null
  reported_at: number
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    custom_events: CustomEvents
  }
}
