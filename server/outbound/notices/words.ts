/** The text of notices: the same in the app and by mail. Pure. */
import * as T from 'typebox'
import { sayDay, sayInstant } from '../../identity/credentials/expiry.ts'

/** What a warning says of a token or key that ends. */
export const EndingFacts = T.Object({
  what: T.Enum(['token', 'key', 'webhook']),
  name: T.String(),
  last4: T.String(),
  endsAt: T.Number(),
  timeZone: T.Union([T.String(), T.Null()]),
  /** The owner's name, in notices about the token of another person. */
  owner: T.Union([T.String(), T.Null()]),
  /** Not used for 90 days: since then, or since it was made. */
  unused: T.Union([T.Object({ since: T.Number(), ever: T.Boolean() }), T.Null()]),
})
export type EndingFacts = T.Static<typeof EndingFacts>

/** What happened to a token. */
export const TokenNews = T.Object({
  kind: T.Enum(['token-created', 'token-rotated', 'token-used-from-new-place', 'token-revoked-by-other']),
  name: T.String(),
  last4: T.String(),
  at: T.Number(),
  address: T.String(),
  client: T.String(),
  /** Of an ending: by whom, never by name, and why. */
  by: T.Union([T.Enum(['OWNER', 'ADMINISTRATOR', 'HOLDER', 'WORKSPACE']), T.Null()]),
  leaked: T.Boolean(),
})
export type TokenNews = T.Static<typeof TokenNews>

/** A token that nobody uses, before the workspace's rule ends it. */
export const IdleFacts = T.Object({
  token: T.String(),
  last4: T.String(),
  since: T.Number(),
  neverUsed: T.Boolean(),
  idleDays: T.Number(),
  endsAt: T.Number(),
})
export type IdleFacts = T.Static<typeof IdleFacts>

/** An account of the identity provider that was linked to a person's, or unlinked. */
export const IdentityNews = T.Object({
  kind: T.Enum(['identity-linked', 'identity-unlinked']),
  provider: T.String(),
  /** The account's email at the provider, or its identifier there. */
  account: T.String(),
  at: T.Number(),
  address: T.String(),
  client: T.String(),
  by: T.Enum(['SELF', 'ADMINISTRATOR']),
})
export type IdentityNews = T.Static<typeof IdentityNews>

export const WebhookOff = T.Object({ host: T.String(), since: T.Number() })
export type WebhookOff = T.Static<typeof WebhookOff>

export type Words = { readonly title: string; readonly details: string; readonly path: string }

const NAMED = { token: 'Your token', key: 'The API key', webhook: 'The data webhook' } as const

const subjectOf = ({ what, name, last4, owner }: EndingFacts) => {
  const whose = owner === null ? NAMED[what] : `${owner}’s ${what}`
  return `${whose} “${name}” (…${last4})`
}

/** "has not been used since March 3, 2027", "has never been used since it was created on …" */
const sinceWhen = ({ unused, timeZone }: EndingFacts) =>
  unused &&
  `${unused.ever ? 'has not been used since' : 'has never been used since it was created on'} ${sayDay(unused.since, timeZone)}`

const MY_TOKENS = '/settings/tokens'
const API_KEYS = '/settings/api-keys'
const DATA_WEBHOOKS = '/settings/data-webhooks'
const ALL_TOKENS = '/settings/personal-tokens'

/** @param reader the reader's time zone, for times without their own; UTC by default */
export const sayEnding = (told: EndingFacts, reader: string | null = null): Words => {
  const facts = { ...told, timeZone: told.timeZone ?? reader }
  const { what, endsAt, timeZone, owner, unused } = facts
  const path = what === 'webhook' ? DATA_WEBHOOKS : what === 'key' ? API_KEYS : owner === null ? MY_TOKENS : ALL_TOKENS
  const when = sayInstant(endsAt, timeZone)
  if (unused)
    return {
      title: `${subjectOf(facts)} ${sinceWhen(facts)}`,
      details: `It expires on ${when}. Let it expire, or ${what === 'key' ? 'delete' : 'revoke'} it now.`,
      path,
    }
  return {
    title: `${subjectOf(facts)} expires on ${sayDay(endsAt, timeZone)}`,
    details: `It expires on ${when}. After that, requests with it are denied: replace it before then.`,
    path,
  }
}

const ENDERS = {
  OWNER: 'by you',
  ADMINISTRATOR: 'by an administrator',
  HOLDER: 'by someone who had its secret',
  WORKSPACE: 'by a rule of the workspace',
} as const

const tokenTitle = ({ kind, name, last4, by, leaked }: TokenNews) => {
  const token = `token “${name}” (…${last4})`
  switch (kind) {
    case 'token-created':
      return `A ${token} that acts as you was created`
    case 'token-rotated':
      return `Your ${token} was rotated`
    case 'token-used-from-new-place':
      return `Your ${token} was used from somewhere new`
    case 'token-revoked-by-other':
      return `Your ${token} was revoked ${ENDERS[by ?? 'ADMINISTRATOR']}${leaked ? ', because it leaked' : ''}`
  }
}

const ADVICE = {
  'token-created': "If this wasn't you, revoke it, end your sessions, and contact an administrator.",
  'token-rotated': "It has a new secret; the old one works until its deadline. If this wasn't you, revoke the token.",
  'token-used-from-new-place': "Don't recognize this location? Revoke the token.",
  'token-revoked-by-other': 'Requests with it are denied now. Create a new one if you still need it.',
} as const

export const sayTokenNews = (news: TokenNews, reader: string | null = null): Words => {
  const { kind, at, address, client } = news
  return {
    title: tokenTitle(news),
    details: `On ${sayInstant(at, reader)}, from ${address}${client ? `, ${client}` : ''}. ${ADVICE[kind]}`,
    path: MY_TOKENS,
  }
}

const PROFILE = '/settings/profile'

const identityAdvice = ({ kind, provider, account, by }: IdentityNews) => {
  if (kind === 'identity-linked')
    return `Anyone who signs in to ${provider} as ${account} can now sign in here as you. If this wasn't you, unlink it in My profile, end your other sessions, and contact an administrator.`
  const gone = `${account} can no longer sign in here as you, and your ${by === 'SELF' ? 'other sessions' : 'sessions'} ended.`
  return by === 'SELF' ? `${gone} If this wasn't you, change your password and contact an administrator.` : gone
}

export const sayIdentityNews = (news: IdentityNews, reader: string | null = null): Words => {
  const { kind, provider, at, address, client, by } = news
  const what = kind === 'identity-linked' ? 'linked to your account' : 'unlinked from your account'
  return {
    title: `${provider} was ${what}${by === 'ADMINISTRATOR' ? ' by an administrator' : ''}`,
    details: `On ${sayInstant(at, reader)}, from ${address}${client ? `, ${client}` : ''}. ${identityAdvice(news)}`,
    path: PROFILE,
  }
}

export const sayIdle = (
  { token, last4, since, neverUsed, idleDays, endsAt }: IdleFacts,
  reader: string | null = null,
): Words => ({
  title: `Your token “${token}” (…${last4}) will be revoked because it is not used`,
  details: `It was ${neverUsed ? 'never used since it was created on' : 'last used on'} ${sayInstant(since, reader)}. Your workspace revokes tokens that are not used for ${idleDays} days: this one on ${sayInstant(endsAt, reader)}. If you still need it, use it once before then.`,
  path: MY_TOKENS,
})

export const sayWebhookOff = ({ host, since }: WebhookOff, reader: string | null = null): Words => ({
  title: `The webhook to ${host} was turned off`,
  details: `Its deliveries have failed since ${sayInstant(since, reader)}. Repair the receiver, then turn the webhook on again. You can redeliver failed events.`,
  path: '/settings/webhooks',
})
