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
    subject: T.String({ description: 'The identifier of the token, key, webhook or linked account that it is about' }),
    mine: T.Boolean({
      description: 'Whether it is about something of yours; if not, you receive it as an administrator',
    }),
    endsAt: T.Union([Instant, T.Null()], { description: 'For a warning: the expiry that it announces' }),
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
  summary: 'List your open notices, newest first',
  description: 'The newest 100. A warning disappears when its token or key is revoked or extended, or expires.',
  needs: { credential: SESSION },
  query: T.Object({
    timeZone: T.Optional(
      T.String({
        maxLength: 64,
        description: 'The time zone of times in their texts; UTC by default or if the zone is unknown',
      }),
    ),
  }),
  answers: { 200: T.Object({ notices: T.Array(Notice), ...listFields }) },
})

export const dismissNotice = operation({
  id: 'dismissNotice',
  method: 'DELETE',
  path: '/api/v1/notices/{id}',
  tag,
  summary: 'Dismiss one of your notices',
  needs: { credential: SESSION },
  writes: true,
  answers: { 204: EMPTY },
})

const Preferences = T.Object({
  tokenMail: T.Boolean({
    description: 'Email you when a token of yours is created, rotated or first used from somewhere new',
  }),
})

export const getNoticePreferences = operation({
  id: 'getNoticePreferences',
  method: 'GET',
  path: '/api/v1/notices/preferences',
  tag,
  summary: 'Get your email preferences',
  needs: { credential: SESSION },
  answers: { 200: Preferences },
})

export const updateNoticePreferences = operation({
  id: 'updateNoticePreferences',
  method: 'PUT',
  path: '/api/v1/notices/preferences',
  tag,
  summary: 'Update your email preferences',
  description:
    'Warnings before an expiry, and the message that another person revoked a token of yours, are always sent.',
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
      description: 'How many days before an expiry people are notified; an empty list turns warnings off',
    }),
    admins: T.Boolean({ description: 'Whether to notify everyone who holds EDIT_PERSONAL_TOKENS too' }),
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
  summary: 'Get when people are warned that a token or key expires',
  needs: warningNeeds,
  answers: { 200: ExpiryWarnings },
})

export const updateExpiryWarnings = operation({
  id: 'updateExpiryWarnings',
  method: 'PUT',
  path: '/api/v1/personal-tokens/warnings',
  tag: 'Personal tokens',
  summary: 'Update when people are warned that a token or key expires',
  needs: warningNeeds,
  writes: true,
  body: ExpiryWarnings,
  answers: { 200: ExpiryWarnings },
})
