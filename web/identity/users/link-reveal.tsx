import { Text } from '@mantine/core'
import type { Static } from 'typebox'
import type { OneTimeLink, User } from '../../../contract/identity/users.ts'
import { SecretGuard } from '../../core/layout/secret-guard.tsx'
import { CopyText } from '../../core/ui/copy-text.tsx'
import { Instant } from '../../core/ui/instant.tsx'

export type ShownLink = {
  kind: 'invite' | 'reset'
  user: Pick<User, 'name' | 'email'>
  link: Static<typeof OneTimeLink>
}

/** What the server knows of the mail at this moment. */
const MAIL: Record<ShownLink['link']['mail'], (email: string) => string> = {
  sent: email => `It was mailed to ${email}.`,
  queued: email =>
    `The mail server hasn’t accepted the mail to ${email} yet. If it doesn’t arrive, give them the link yourself, and give it to nobody else.`,
  failed: email => `It could not be mailed. Give it to ${email} yourself, and to nobody else.`,
  off: email => `It was not mailed: give it to ${email} yourself, and to nobody else.`,
}

type Props = { shown: ShownLink | undefined; opened: boolean; onClose: () => void }

/** A one-time link, shown once: what it is for, when it ends, and whether it was mailed. */
export const LinkReveal = ({ shown, opened, onClose }: Props) => {
  if (!shown) return null
  const { kind, user, link } = shown
  return (
    <SecretGuard
      opened={opened}
      title={kind === 'reset' ? `Reset link for ${user.name}` : `Invitation link for ${user.name}`}
      isKnown={link.mailed}
      warning="The link can’t be shown again. If you lose it, create a new one, which voids this one."
      onClose={onClose}
    >
      {copied => (
        <>
          <Text>
            {kind === 'reset' ? 'With it they set a new password.' : 'With it they set a password and sign in.'}{' '}
            {MAIL[link.mail](user.email)}
          </Text>
          <CopyText value={link.url} noun="link" label="Link" onCopied={copied} />
          <Text c="dimmed">
            It works once and ends <Instant at={link.expires} exact />
          </Text>
        </>
      )}
    </SecretGuard>
  )
}
