/** What everybody learns of an account that was linked or unlinked: the audit log, and the person by notice and mail. */

import type { Config } from '../../config.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Identities } from '../../core/db/tables.ts'
import type { Context } from '../../core/http/mount.ts'
import { enqueueMail } from '../../core/mail/outbox.ts'
import { addNotice } from '../../outbound/notices/notices.ts'
import type { IdentityNews } from '../../outbound/notices/words.ts'
import { identityId, providerName } from './identities.ts'

type Told = Pick<Identities, 'issuer' | 'subject'> & { readonly email?: string | null | undefined }
type Whose = { readonly id: string; readonly email: string }

/** `how` says by what authority: a session of the person, an invitation, a reset link, an administrator. */
export const auditIdentity = (
  { audit }: Pick<Context, 'audit'>,
  { action, identity, whose, how }: { action: 'CREATE' | 'DELETE'; identity: Told; whose: Whose; how: string },
  actor?: Actor,
) => {
  const side = action === 'CREATE' ? 'after' : 'before'
  return audit(
    {
      action,
      objectType: 'IDENTITY',
      objectIdentifier: whose.email,
      changes: {
        issuer: { [side]: identity.issuer },
        subject: { [side]: identity.subject },
        ...(identity.email ? { email: { [side]: identity.email } } : {}),
        how: { after: how },
      },
    },
    actor,
  )
}

/** The mail comes whatever the person chose for mails about tokens: a stranger would have turned those off. */
export const tellIdentity = async (
  { db, now, address, client, hasMail }: Pick<Context, 'db' | 'now' | 'address' | 'client' | 'hasMail'>,
  { kind, identity, whose, by }: { kind: IdentityNews['kind']; identity: Told; whose: Whose; by: IdentityNews['by'] },
  config: Pick<Config, 'oidc'>,
) => {
  const account = identity.email ?? identity.subject
  const news = { kind, provider: providerName(identity, config), account, at: now, address, client, by }
  await addNotice(db, { userId: whose.id, kind, subject: identityId(identity), facts: news }, now)
  if (hasMail) await enqueueMail(db, { template: 'identity-news', userId: whose.id, data: news }, now)
}
