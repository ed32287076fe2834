import type { Generated } from 'kysely'
import type { Flag } from '../../core/db/tables.ts'
import type { SecretKind } from '../../core/secrets/secret.ts'

/** Of kind `webhook`: a UUID that other systems call to set custom data; see `catalog/data-webhooks`. */
export type CredentialKind = SecretKind | 'webhook'

/** What a credential is. `secrets` has how it is proven; its history refers to this row. */
export type Credentials = {
  cid: string
  kind: CredentialKind
  /** The owner of a personal token; for a key that a person's token made, that person, whom it never exceeds. */
  owner_id: string | null
  /** The credential that made this one; ending it ends this. */
  made_by: string | null
  /** The person who made it in a session, or whose token did. */
  maker_id: string | null
  name: string
  description: string | null
  last_day: string | null
  time_zone: string | null
  expires_at: number | null
  created_at: number
  ended_at: number | null
  /** HOLDER: the caller who presented the secret; WORKSPACE: a rule of the workspace, no person. */
  ended_by: Ender | null
  ended_by_id: string | null
  end_reason: EndReason | null
  read_only: Generated<Flag>
  /** Permission ids, comma-separated: all that it may use of what its owner holds; null leaves nothing out. */
  allowed_permissions: string | null
  /** Addresses and CIDR ranges, comma-separated, from which alone it may be used; null is anywhere. */
  address_ranges: string | null
  /** Of a key: the personal token whose limits hold for it too. */
  limited_by: string | null
  /** Its owner lets the token rotate itself. */
  rotates_itself: Generated<Flag>
  /** When its owner was warned that it ends because nobody uses it. */
  idle_warned_at: number | null
  version: number
}

export type Ender = 'OWNER' | 'ADMINISTRATOR' | 'HOLDER' | 'WORKSPACE'

export type EndReason = 'REVOKED' | 'LEAKED' | 'IDLE' | 'POLICY' | 'RESTORE'

export type Secrets = {
  /** SHA-256 of the secret, hex. */
  hash: string
  cid: string
  last4: string
  created_at: number
  first_used_at: number | null
  dies_at: number | null
  /** The newest secret of its credential; the others live until `dies_at`. */
  is_current: Generated<Flag>
  /** The hash of the secret that this one takes over from, in a rotation. */
  replaces: string | null
  /** How long the replaced secret lives after the first use of this one; null leaves it its deadline. */
  grace_ms: number | null
}

export type LastUse = { last_used_at: number; last_used_address: string; last_used_client: string }

/** Last use stands apart from what is used: it is stored often, and waits for nobody who changes or locks those rows. */
export type CredentialUses = LastUse & { cid: string }

/** Of one secret of a credential. */
export type SecretUses = LastUse & { cid: string; last4: string }

declare module '../../core/db/tables.ts' {
  interface Tables {
    credentials: Credentials
    secrets: Secrets
    credential_uses: CredentialUses
    secret_uses: SecretUses
  }
}
