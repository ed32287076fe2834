export type Dependencies = {
  caller_id: string
  /** The tag of the callee in lower case; it may not exist yet. */
  callee: string
  /** '' without an endpoint, as `path` then is. */
  method: string
  path: string
  source: 'YAML' | 'API'
  /** As it was written. */
  callee_tag: string
  description: string | null
  /** JSON. */
  metadata: string | null
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    dependencies: Dependencies
  }
}
