/** One-time links: they let one person in once, within a day. Stored is the hash of their secret; a newer link voids the older. */

import type { Db } from '../../core/db/database.ts'
import { newId } from '../../core/db/ids.ts'
import type { Sending } from '../../core/mail/mailer.ts'
import { iso } from '../../core/problems/instant.ts'
import { hashOf, newOpaqueSecret } from '../../core/secrets/secret.ts'
import type { Links } from './tables.ts'

const DAY_MS = 86_400_000
const KEPT_MS = 7 * DAY_MS

export type LinkKind = Links['kind']

export type NewLink = { readonly secret: string; readonly expiresAt: number }

/** The secret follows the #, which browsers never send: it is in no log and no Referer. */
const PATHS = { SET_UP: '/set-up', INVITATION: '/invitation', RESET: '/reset-password' } as const

export const linkUrl = (publicUrl: string, kind: LinkKind, secret: string) => `${publicUrl}${PATHS[kind]}#${secret}`

/** As the contract shows it to its creator. */
export const presentLink = ({ url, expiresAt }: { url: string; expiresAt: number }, mail: Sending) => ({
  url,
  expires: iso(expiresAt),
  mailed: mail === 'sent',
  mail,
})

/** Voids unused links of that kind and person; `null` is nobody, as in a set-up link. */
const voidLinks = (db: Db, kind: LinkKind, userId: string | null) =>
  db
    .deleteFrom('links')
    .where('kind', '=', kind)
    .where('user_id', userId === null ? 'is' : '=', userId)
    .where('used_at', 'is', null)
    .execute()

type Wanted = {
  readonly kind: LinkKind
  /** Whom it lets in. */
  readonly userId: string | null
  /** By whose authority it does; nobody's from the command line, at a start, and for a forgotten password. */
  readonly createdBy: string | null
}

export const createLink = async (db: Db, { kind, userId, createdBy }: Wanted, now: number): Promise<NewLink> => {
  await voidLinks(db, kind, userId)
  const secret = newOpaqueSecret()
  const expiresAt = now + DAY_MS
  await db
    .insertInto('links')
    .values({
      hash: hashOf(secret),
      id: newId('li'),
      kind,
      user_id: userId,
      created_at: now,
      expires_at: expiresAt,
      created_by: createdBy,
    })
    .execute()
  return { secret, expiresAt }
}

/** Once a person can sign in again, no older link may change that. */
export const voidLinksOf = (db: Db, userId: string) =>
  db.deleteFrom('links').where('user_id', '=', userId).where('used_at', 'is', null).execute()

/** The open links of everybody who holds that role. */
export const voidLinksOfHolders = (db: Db, role: string) =>
  db
    .deleteFrom('links')
    .where('user_id', 'in', db.selectFrom('role_grants').select('holder_id').where('role', '=', role))
    .where('used_at', 'is', null)
    .execute()

export const voidSetUpLinks = (db: Db) => voidLinks(db, 'SET_UP', null)

/** For a week a used or expired link can still say what became of it. */
export const removeOldLinks = (db: Db, now: number) =>
  db
    .deleteFrom('links')
    .where('expires_at', '<', now - KEPT_MS)
    .execute()
