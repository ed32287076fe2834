/** What is recorded and made known of an account that was linked or unlinked. */

import type { Actor } from '../../core/callers/actor.ts'
import type { Context } from '../../core/http/mount.ts'
import { identityId, providerName } from './identities.ts'
import type { Identities } from './tables.ts'

type Account = Pick<Identities, 'issuer' | 'subject'> & { readonly email?: string | null | undefined }
type Owner = { readonly id: string; readonly email: string }

/** `how` says by what authority: a session of the person, an invitation, a reset link, an administrator. */
export const auditIdentity = (
  { audit }: Pick<Context, 'audit'>,
  { action, identity, owner, how }: { action: 'CREATE' | 'DELETE'; identity: Account; owner: Owner; how: string },
  actor?: Actor,
) => {
  const side = action === 'CREATE' ? 'after' : 'before'
  return audit(
    {
      action,
      objectType: 'IDENTITY',
      objectIdentifier: owner.email,
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

/** An account of the identity provider that was linked to a person or unlinked. */
export type IdentityEvent = {
  readonly kind: 'identity-linked' | 'identity-unlinked'
  readonly userId: string
  /** Identifies the account, without saying which it is. */
  readonly subject: string
  readonly provider: string
  readonly account: string
  readonly by: 'SELF' | 'ADMINISTRATOR'
}

declare module '../../core/changes/events.ts' {
  interface Events {
    identity: IdentityEvent
  }
}

type News = { readonly identity: Account; readonly owner: Owner } & Pick<IdentityEvent, 'kind' | 'by'>

export const raiseIdentity = (
  { raise, services }: Pick<Context, 'raise' | 'services'>,
  { kind, identity, owner, by }: News,
) =>
  raise('identity', {
    kind,
    userId: owner.id,
    subject: identityId(identity),
    provider: providerName(identity, services.config),
    account: identity.email ?? identity.subject,
    by,
  })
