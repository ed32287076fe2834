/** Calls of a bearer that are alike, by UTC day: kept 90 days, also after it ended. */
export type TokenUses = {
  /** Made of everything that makes two calls alike. */
  id: string
  cid: string
  day: number
  method: string
  /** The pattern of the path, never the path itself. */
  route: string
  status: number
  /** The ID of the operation; null for none, and for calls from before it was recorded. */
  operation: string | null
  /** Why it was refused. */
  reason: string | null
  address: string
  client: string
  /** Which of its secrets was presented. */
  last4: string
  count: number
  first_at: number
  last_at: number
}

/** Calls of a bearer by UTC hour, for 90 days; `refused` are part of `calls`. */
export type TokenHours = { cid: string; hour: number; calls: number; refused: number }

/** An address range or a client that a bearer was used from; its first use there is an event. */
export type TokenPlaces = { cid: string; kind: 'RANGE' | 'CLIENT'; place: string; first_at: number }

/** When a notification that is sent at most once a day was last sent. */
export type LastSent = { key: string; at: number }

declare module '../../core/db/tables.ts' {
  interface Tables {
    token_uses: TokenUses
    token_hours: TokenHours
    token_places: TokenPlaces
    told: LastSent
  }
}
