export type Sessions = {
  /** SHA-256 of the cookie's value. */
  hash: string
  id: string
  user_id: string
  created_at: number
  expires_at: number
  address: string
  client: string
  method: 'PASSWORD' | 'OIDC' | 'LINK'
  /** When the person last proved who they are. */
  proved_at: number
}

/** A session without a row was seen last when it was created. */
export type SessionUses = { hash: string; last_seen_at: number }

declare module '../../core/db/tables.ts' {
  interface Tables {
    sessions: Sessions
    session_uses: SessionUses
  }
}
