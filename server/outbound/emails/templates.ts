/** The mails that tell people what happened. Pure. */

import { letterTo, type Recipient } from '../../core/mail/letter.ts'
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

/** Mails that are stored until they are sent: none carries a secret. `StoredMail` has the data of each. */
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
  letterTo(person, title, [`${title}.`, details, { url: publicUrl + path }])

const endingsMail = (person: Recipient, endings: readonly EndingFacts[], publicUrl: string) =>
  letterTo(
    person,
    endings.length === 1 ? 'A personal token expires soon' : `${endings.length} personal tokens expire soon`,
    [
      'These tokens of your workspace expire soon. Their owners are notified too.',
      ...endings.map(facts => `${sayEnding(facts).title}.`),
      { url: `${publicUrl}/settings/personal-tokens` },
    ],
  )

export const storedMail = (mail: StoredMail, person: Recipient, publicUrl: string): Mail => {
  switch (mail.template) {
    case 'key-made-by-token': {
      const { key, token, address } = mail.data
      return letterTo(person, 'An API key was created with your token', [
        `Your personal token “${token}” created the workspace API key “${key}” from ${address}.`,
        "If this wasn't you, revoke the token in My access tokens. That revokes the key too.",
        { url: `${publicUrl}/settings/tokens` },
      ])
    }
    case 'password-changed': {
      const { address, client, at } = mail.data
      return letterTo(person, 'Your password was changed', [
        `Your password for Portico was changed on ${sayInstant(at, null)} from ${address}, ${client}.`,
        "If this wasn't you, set a new password and contact an administrator.",
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
