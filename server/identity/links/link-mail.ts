import { letterTo, type Recipient } from '../../core/mail/letter.ts'
import type { Mail } from '../../core/mail/mailer.ts'
import { sayInstant } from '../credentials/expiry.ts'

/** The mail that carries a one-time link: the only one with a secret, made in memory and stored nowhere. */
export const linkMail = (
  kind: 'INVITATION' | 'RESET',
  person: Recipient,
  { url, expiresAt }: { url: string; expiresAt: number },
): Mail => {
  const until = `The link works once, until ${sayInstant(expiresAt, null)}.`
  return kind === 'INVITATION'
    ? letterTo(person, 'You are invited to Portico', [
        'You are invited to Portico, your organization’s developer portal. Open this link to join:',
        { url },
        `${until} If you didn't expect this invitation, ignore this email.`,
      ])
    : letterTo(person, 'Set a new password for Portico', [
        'Open this link to set a new password:',
        { url },
        `${until} If you didn't request this, ignore this email: your password stays unchanged.`,
      ])
}
