import type { Generated } from 'kysely'
import type { Flag } from '../../core/db/tables.ts'

/** A person's account at an identity provider: the pair is the identity, an email is not. */
export type Identities = {
  issuer: string
  subject: string
  user_id: string
  created_at: number
  /** As the provider said at the last sign-in; shown to people, never compared. */
  email: string | null
  last_sign_in_at: number | null
  /** It was linked with a recent proof of identity. */
  proved: Generated<Flag>
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    identities: Identities
  }
}
