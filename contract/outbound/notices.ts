import * as T from 'typebox'
import { EMPTY, operation, SESSION } from '../core/operation.ts'
import { listFields } from '../core/paging.ts'
import { Instant } from '../core/schemas.ts'

export const NOTICE_KINDS = [
  'token-expiring',
  'key-expiring',
  'token-rotated',
  'token-used-from-new-place',
  'token-revoked-by-other',
  'token-idle',
  'webhook-disabled',
  'identity-linked',
  'identity-unlinked',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

export const Notice = T.Object(
  {
    id: T.String(),
    kind: T.Enum(NOTICE_KINDS),
    at: Instant,
    title: T.String({ description: 'What happened, in one line' }),
    details: T.String({ description: 'What to do about it' }),
    subject: T.String({ description: 'The identifier of the token, key, webhook or linked account it speaks of' }),
    mine: T.Boolean({ description: 'It speaks of something of mine; otherwise I am told as an administrator' }),
    endsAt: T.Union([Instant, T.Null()], { description: 'Of a warning: the expiry it warns of' }),
  },
  { $id: 'Notice' },
)
export type Notice = T.Static<typeof Notice>

const tag = 'Notices'

export const listNotices = operation({
  id: 'listNotices',
  method: 'GET',
  path: '/api/v1/notices',
  tag,
  summary: 'List what I was told and did not dismiss, newest first',
  description:
    'The newest 100. A warning goes with its token: one that was revoked, extended or has expired is not listed.',
  needs: { credential: SESSION },
  answers: { 200: T.Object({ notices: T.Array(Notice), ...listFields }) },
})

export const dismissNotice = operation({
  id: 'dismissNotice',
  method: 'DELETE',
  path: '/api/v1/notices/{id}',
  tag,
  summary: 'Dismiss one of my notices',
  needs: { credential: SESSION },
  writes: true,
  answers: { 204: EMPTY },
})

const Preferences = T.Object({
  tokenMail: T.Boolean({
    description: 'Mail me when a token of mine is created, rotated or first used from somewhere new',
  }),
})

export const getNoticePreferences = operation({
  id: 'getNoticePreferences',
  method: 'GET',
  path: '/api/v1/notices/preferences',
  tag,
  summary: 'Say which mails I get',
  needs: { credential: SESSION },
  answers: { 200: Preferences },
})

export const updateNoticePreferences = operation({
  id: 'updateNoticePreferences',
  method: 'PUT',
  path: '/api/v1/notices/preferences',
  tag,
  summary: 'Choose which mails I get',
  description: 'Warnings before an expiry, and the news that somebody else revoked a token of mine, always come.',
  needs: { credential: SESSION },
  writes: true,
  body: Preferences,
  answers: { 200: Preferences },
})

export const MOST_WARNINGS = 10

export const ExpiryWarnings = T.Object(
  {
    days: T.Array(T.Integer({ minimum: 1, maximum: 365 }), {
      maxItems: MOST_WARNINGS,
      description: 'How many days before an expiry people are told; none turns warnings off',
    }),
    admins: T.Boolean({ description: 'Tell everybody who holds EDIT_PERSONAL_TOKENS too' }),
  },
  { $id: 'ExpiryWarnings' },
)
export type ExpiryWarnings = T.Static<typeof ExpiryWarnings>

const warningNeeds = { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION } as const

export const getExpiryWarnings = operation({
  id: 'getExpiryWarnings',
  method: 'GET',
  path: '/api/v1/personal-tokens/warnings',
  tag: 'Personal tokens',
  summary: 'Say when people are warned that a token or key ends',
  needs: warningNeeds,
  answers: { 200: ExpiryWarnings },
})

export const updateExpiryWarnings = operation({
  id: 'updateExpiryWarnings',
  method: 'PUT',
  path: '/api/v1/personal-tokens/warnings',
  tag: 'Personal tokens',
  summary: 'Choose when people are warned that a token or key ends',
  needs: warningNeeds,
  writes: true,
  body: ExpiryWarnings,
  answers: { 200: ExpiryWarnings },
})
