/**
 * The mail for a forgotten password. A request stores the email as typed and nothing else, so that it costs the same whether or
 * not someone has it; the link is made when the mail is sent, so that no secret is ever stored.
 */

import * as T from 'typebox'
import type { Config } from '../../config.ts'
import { ANONYMOUS } from '../../core/callers/actor.ts'
import { writeAudit } from '../../core/changes/audit.ts'
import type { Db } from '../../core/db/database.ts'
import { handlerOf } from '../../core/jobs/kinds.ts'
import { enqueueUnlessThere } from '../../core/jobs/queue.ts'
import type { Mailer } from '../../core/mail/mailer.ts'
import { iso } from '../../core/problems/instant.ts'
import { hashOf } from '../../core/secrets/secret.ts'
import { comparableEmail } from '../emails/comparable.ts'
import { linkMail } from '../links/link-mail.ts'
import { createLink, linkUrl } from '../links/links.ts'
import { findUserByEmail } from '../users/users.ts'

const KIND = 'reset-mail'

const Asked = T.Object({ email: T.String(), address: T.String(), requestId: T.String() })
type Asked = T.Static<typeof Asked>

declare module '../../core/jobs/kinds.ts' {
  interface Jobs {
    'reset-mail': Asked
  }
}

/** A person is waiting for this mail, so no other mail delays it. */
export const resetMailLane = { name: KIND, atOnce: 1 } as const

/** One for each email at a time: asking again while it waits changes nothing. */
export const enqueueResetMail = (db: Db, asked: Asked, now: number) =>
  enqueueUnlessThere(
    db,
    {
      key: `${KIND}:${hashOf(comparableEmail(asked.email))}`,
      kind: KIND,
      lane: resetMailLane.name,
      payload: asked,
    },
    now,
  )

/** Only who has a password can have forgotten it: others sign in by invitation or with the identity provider. */
const makeLink = async (db: Db, { email, address, requestId }: Asked, now: number) => {
  const person = await findUserByEmail(db, email)
  if (!person || person.password_hash === null || person.deactivated_at !== null) return undefined
  const link = await createLink(db, { kind: 'RESET', userId: person.id, createdBy: null }, now)
  await writeAudit(
    db,
    {
      action: 'CREATE',
      objectType: 'ONE_TIME_LINK',
      objectIdentifier: person.email,
      changes: { kind: { after: 'RESET' }, expires: { after: iso(link.expiresAt) } },
    },
    { actor: ANONYMOUS, address, requestId, now },
  )
  return { person, link }
}

type Parts = { readonly config: Config; readonly mailer: Mailer | undefined }

const sendLink = ({ config, mailer }: Parts) =>
  handlerOf(Asked, async (asked, { database, clock }) => {
    if (!mailer || !config.passwordSignIn) return
    const made = await database.transaction(db => makeLink(db, asked, clock()))
    if (!made) return
    const url = linkUrl(config.publicUrl, 'RESET', made.link.secret)
    await mailer.send(linkMail('RESET', made.person, { url, expiresAt: made.link.expiresAt }))
  })

export const resetMailJobs = (parts: Parts) => ({ [KIND]: sendLink(parts) })
