import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Static } from 'typebox'
import type { OneTimeLink, User } from '../../contract/users.ts'
import { SecretGuard } from '../layout/secret-guard.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Instant } from '../ui/instant.tsx'

export type ShownLink = {
  kind: 'invite' | 'reset'
  user: Pick<User, 'name' | 'email'>
  link: Static<typeof OneTimeLink>
}

type Props = { shown: ShownLink | undefined; opened: boolean; onClose: () => void }

/** A one-time link, shown once: what it is for, when it ends, and whether it was mailed. */
export const LinkReveal = ({ shown, opened, onClose }: Props) => {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (opened) setCopied(false)
  }, [opened])
  if (!shown) return null
  const { kind, user, link } = shown
  return (
    <SecretGuard
      opened={opened}
      title={kind === 'reset' ? `Reset link for ${user.name}` : `Invitation link for ${user.name}`}
      isCopied={isCopied || link.mailed}
      warning="Nobody can show this link again. Make a new one if it is lost; that voids this one."
      onClose={onClose}
    >
      <Text>
        {kind === 'reset' ? 'With it they set a new password.' : 'With it they set a password and sign in.'}{' '}
        {link.mailed
          ? `It was mailed to ${user.email}.`
          : `It was not mailed: give it to ${user.email} yourself, and to nobody else.`}
      </Text>
      <CopyText value={link.url} noun="link" label="Link" onCopied={() => setCopied(true)} />
      <Text c="dimmed">
        It works once and ends <Instant at={link.expires} exact />
      </Text>
    </SecretGuard>
  )
}
