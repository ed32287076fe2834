import type { Generated } from 'kysely'
import type { DefaultRole } from '../../../contract/core/permissions.ts'
import type { Flag } from '../../core/db/tables.ts'

export type Users = {
  id: string
  /** Lower case; what people sign in with. */
  email: string
  name: string
  password_hash: string | null
  created_at: number
  deactivated_at: number | null
  last_sign_in_at: number | null
  sample: Flag
  version: number
  /** What the email looks like, where it is not plain ASCII: no other email may read the same. */
  reads_as: string | null
}

/** Raised with each change of a person's roles: writes under way hold the row, so the change waits for them. */
type Authority = { authority: Generated<number> }

export type Roles = {
  id: string
  tag: string
  name: string
  description: string | null
  /** Permission ids, comma-separated. */
  permissions: string
  created_at: number
  updated_at: number
  version: number
}

export type GrantSource = 'direct' | 'oidc'

/** Who holds which role: the holder is a user or a workspace API key. Each source replaces only its own rows. */
export type RoleGrants = {
  holder_id: string
  /** A default role's id (ADMIN …) or the id of a custom role (ro…). */
  role: DefaultRole | string
  source: GrantSource
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    users: Users & Authority
    roles: Roles
    role_grants: RoleGrants
  }
}
