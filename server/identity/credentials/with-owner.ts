/** Credentials together with what notices, mails and webhooks say of them. */
import type { Selectable } from 'kysely'
import type { Db } from '../../core/db/database.ts'
import { CURRENT } from './current.ts'
import type { Credentials } from './tables.ts'

export type CredentialWithOwner = Selectable<Credentials> & {
  last4: string
  email: string | null
  owner_name: string | null
  deactivated_at: number | null
  token_mail_off: number | null
  last_used_at: number | null
}

export const credentialsWithOwner = (db: Db) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('secrets as s', join => join.onRef('s.cid', '=', 'c.cid').on('s.is_current', '=', CURRENT))
    .leftJoin('users as u', 'u.id', 'c.owner_id')
    .leftJoin('mail_preferences as p', 'p.user_id', 'c.owner_id')
    .leftJoin('credential_uses as used', 'used.cid', 'c.cid')
    .selectAll('c')
    .select(['used.last_used_at', 's.last4', 'u.email', 'u.name as owner_name', 'u.deactivated_at', 'p.token_mail_off'])

/** Those of these that are personal tokens. */
export const tokensWithOwner = (db: Db, cids: readonly string[]): Promise<CredentialWithOwner[]> =>
  credentialsWithOwner(db).where('c.cid', 'in', cids).where('c.kind', '=', 'personal').execute()
