export type CustomDataRows = {
  entity_id: string
  key: string
  source: 'YAML' | 'API' | 'INTEGRATION'
  /** Of the values of a key, the one with the lowest wins: see `RANK`. */
  rank: number
  /** What answers call `id`; random, and the same as long as there is a value. */
  number: number
  /** JSON, as it was sent. */
  value: string
  description: string | null
  updated_at: number
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    custom_data: CustomDataRows
  }
}
