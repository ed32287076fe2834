export type Links = {
  hash: string
  id: string
  kind: 'SET_UP' | 'INVITATION' | 'RESET'
  user_id: string | null
  created_at: number
  expires_at: number
  used_at: number | null
  /** The person who made it; null from the command line, at a start, and for a forgotten password. */
  created_by: string | null
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    links: Links
  }
}
