import type { NoticeKind } from '../../../contract/outbound/notices.ts'
import type { Flag } from '../../core/db/tables.ts'

/** Who wants no mail about what happens to their tokens. */
export type MailPreferences = { user_id: string; token_mail_off: Flag }

export type Notices = {
  id: string
  user_id: string
  kind: NoticeKind
  /** The credential or webhook it speaks of. */
  subject: string
  /** What the sentence is made of, as JSON. */
  facts: string
  /** Of a warning: the expiry it warns of. */
  ends_at: number | null
  created_at: number
  dismissed_at: number | null
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    mail_preferences: MailPreferences
    notices: Notices
  }
}
