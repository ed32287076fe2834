/** A client that waits for a person to type its code; gone once the token is collected. */
export type DeviceCodes = {
  device_hash: string
  user_hash: string
  client: string
  address: string
  created_at: number
  expires_at: number
  interval_ms: number
  /** When the client asked last. */
  asked_at: number | null
  state: 'WAITING' | 'APPROVED' | 'DENIED'
  user_id: string | null
  name: string | null
  description: string | null
  last_day: string | null
  time_zone: string | null
  token_expires_at: number | null
  /** The session that approved it: the approval ends with that session. */
  session_id: string | null
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    device_codes: DeviceCodes
  }
}
