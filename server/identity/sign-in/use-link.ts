/** One-time links as those who hold one use them: whether it is still good, and using it up. */
import type { Db } from '../../core/db/database.ts'
import { notFound } from '../../core/problems/problems.ts'
import { hashOf } from '../../core/secrets/secret.ts'
import { sayInstant } from '../credentials/expiry.ts'
import type { LinkKind } from '../links/links.ts'
import type { Links } from '../links/tables.ts'
import { holdAuthority, isStillBacked } from './link-authority.ts'

const REMEDY = {
  SET_UP: 'A restart of the server prints a new one.',
  INVITATION: 'Ask the person who invited you for a new one.',
  RESET: 'Ask for a new one.',
} as const

const whyNot = ({ kind, used_at, expires_at }: Links, now: number): string | undefined => {
  if (used_at !== null) return `This link was used on ${sayInstant(used_at, null)} and works only once. ${REMEDY[kind]}`
  if (now >= expires_at) return `This link expired on ${sayInstant(expires_at, null)}. ${REMEDY[kind]}`
  return undefined
}

/** A link that is still good. @throws Problem 404 saying why it is not */
export const findLink = async (db: Db, secret: string, now: number): Promise<Links> => {
  const row = await db.selectFrom('links').selectAll().where('hash', '=', hashOf(secret)).executeTakeFirst()
  if (!row) throw notFound("This link isn't valid, or a newer one replaced it. Ask for a new one.")
  const fault = whyNot(row, now)
  if (fault) throw notFound(fault)
  if (!(await isStillBacked(db, row)))
    throw notFound(
      'This link is no longer valid: the person who created it no longer has the permission to create it. Ask for a new one.',
    )
  return row
}

/** What someone came with, and what it is to be for. */
type Held = { readonly kind: LinkKind; readonly secret: string }

/** @throws Problem 404 */
export const findLinkOf = async (db: Db, { kind, secret }: Held, now: number): Promise<Links> => {
  const link = await findLink(db, secret, now)
  if (link.kind !== kind) throw notFound('This link has a different purpose. Open it from the message you received.')
  return link
}

/** Uses the link up, so that of two at once only one gets in. @throws Problem 404 */
export const spendLink = async (db: Db, held: Held, now: number): Promise<Links> => {
  const link = await findLinkOf(db, held, now)
  await holdAuthority(db, link)
  await db.updateTable('links').set({ used_at: now }).where('hash', '=', link.hash).execute()
  return link
}
