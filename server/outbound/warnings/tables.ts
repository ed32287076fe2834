export type WarningChannel = 'app' | 'mail' | 'webhook' | 'admin-app' | 'admin-mail'

/** What was told of an expiry: the row is the right to tell it, so that it is told once. */
export type ExpiryWarnings = {
  cid: string
  /** As it was then: another expiry is told anew. */
  expires_at: number
  /** Days before the expiry. */
  threshold: number
  channel: WarningChannel
  given_at: number
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    expiry_warnings: ExpiryWarnings
  }
}
