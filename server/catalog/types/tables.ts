export type EntityTypes = {
  /** The type in lower case. */
  key: string
  /** As it was written when the type was created. */
  type: string
  name: string | null
  description: string | null
  icon_tag: string | null
  /** JSON Schema of definitions, as JSON. */
  schema: string
  /** CORTEX: built in, for good. */
  source: 'CORTEX' | 'CUSTOM'
  created_at: number
  updated_at: number
  version: number
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    entity_types: EntityTypes
  }
}
