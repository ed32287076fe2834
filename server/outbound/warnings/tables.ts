export type WarningChannel = 'app' | 'mail' | 'webhook' | 'admin-app' | 'admin-mail'

/** A warning of an expiry: inserting the row claims it, so that it is sent once. */
export type ExpiryWarnings = {
  cid: string
  /** The expiry at that time: a different expiry is announced again. */
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
