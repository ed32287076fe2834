/** The mails people get: a plain text, and the same as simple HTML. Pure. */

import type { Mail } from '../../core/mail/mailer.ts'
import { sayInstant } from '../../identity/credentials/expiry.ts'
import {
  type EndingFacts,
  type IdentityNews,
  type IdleFacts,
  sayEnding,
  sayIdentityNews,
  sayIdle,
  sayTokenNews,
  sayWebhookOff,
  type TokenNews,
  type WebhookOff,
  type Words,
} from '../notices/words.ts'

type Recipient = { readonly name: string; readonly email: string }

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, letter => ESCAPES[letter] ?? '')

/** A text, or an address of ours that HTML shows as a link; what people wrote is never made one. */
type Paragraph = string | { readonly url: string }

const asText = (paragraph: Paragraph) => (typeof paragraph === 'string' ? paragraph : paragraph.url)

const asHtml = (paragraph: Paragraph) => {
  const text = escapeHtml(asText(paragraph))
  return typeof paragraph === 'string' ? `<p>${text}</p>` : `<p><a href="${text}">${text}</a></p>`
}

const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ')

const mailTo = ({ name, email }: Recipient, subject: string, paragraphs: readonly Paragraph[]): Mail => {
  const all = [`Hello ${oneLine(name)},`, ...paragraphs, 'Portico']
  return {
    to: { name, address: email },
    subject,
    text: `${all.map(asText).join('\n\n')}\n`,
    html: `<!doctype html><html><body>${all.map(asHtml).join('')}</body></html>`,
  }
}

/** The mail that carries a one-time link: the only one with a secret, made in memory and stored nowhere. */
export const linkMail = (kind: 'INVITATION' | 'RESET', person: Recipient, url: string, expiresAt: number): Mail => {
  const until = `The link works once, until ${sayInstant(expiresAt, null)}.`
  return kind === 'INVITATION'
    ? mailTo(person, 'You are invited to Portico', [
        'You are invited to Portico, your organization’s developer portal. Open this link to come in:',
        { url },
        `${until} If you did not expect it, ignore this mail.`,
      ])
    : mailTo(person, 'Set a new password for Portico', [
        'Open this link to set a new password:',
        { url },
        `${until} If you did not ask for it, ignore this mail: your password stays as it is.`,
      ])
}

/** Mails that are stored until they are sent: none carries a secret. What each needs stands in `StoredMail`. */
export type StoredMail =
  | { template: 'key-made-by-token'; userId: string; data: { key: string; token: string; address: string } }
  | { template: 'password-changed'; userId: string; data: { address: string; client: string; at: number } }
  | { template: 'credential-ending'; userId: string; data: EndingFacts }
  | { template: 'endings'; userId: string; data: { endings: EndingFacts[] } }
  | { template: 'token-news'; userId: string; data: TokenNews }
  | { template: 'webhook-disabled'; userId: string; data: WebhookOff }
  | { template: 'token-idle-soon'; userId: string; data: IdleFacts }
  | { template: 'identity-news'; userId: string; data: IdentityNews }

const mailOf = (person: Recipient, { title, details, path }: Words, publicUrl: string) =>
  mailTo(person, title, [`${title}.`, details, { url: publicUrl + path }])

const endingsMail = (person: Recipient, endings: readonly EndingFacts[], publicUrl: string) =>
  mailTo(person, endings.length === 1 ? 'A personal token ends soon' : `${endings.length} personal tokens end soon`, [
    'These tokens of your workspace end soon. Their owners are told too.',
    ...endings.map(facts => `${sayEnding(facts).title}.`),
    { url: `${publicUrl}/settings/personal-tokens` },
  ])

export const storedMail = (mail: StoredMail, person: Recipient, publicUrl: string): Mail => {
  switch (mail.template) {
    case 'key-made-by-token': {
      const { key, token, address } = mail.data
      return mailTo(person, 'An API key was made with your token', [
        `Your personal token “${token}” made the workspace API key “${key}” from ${address}.`,
        'Was it not you? Revoke the token in My access tokens: that ends the key too.',
        { url: `${publicUrl}/settings/tokens` },
      ])
    }
    case 'password-changed': {
      const { address, client, at } = mail.data
      return mailTo(person, 'Your password was changed', [
        `Your password for Portico was changed on ${sayInstant(at, null)} from ${address}, ${client}.`,
        'Was it not you? Set a new one, and tell an administrator.',
        { url: `${publicUrl}/forgotten-password` },
      ])
    }
    case 'credential-ending':
      return mailOf(person, sayEnding(mail.data), publicUrl)
    case 'endings':
      return endingsMail(person, mail.data.endings, publicUrl)
    case 'token-news':
      return mailOf(person, sayTokenNews(mail.data), publicUrl)
    case 'webhook-disabled':
      return mailOf(person, sayWebhookOff(mail.data), publicUrl)
    case 'token-idle-soon':
      return mailOf(person, sayIdle(mail.data), publicUrl)
    case 'identity-news':
      return mailOf(person, sayIdentityNews(mail.data), publicUrl)
  }
}
