/** Mails that are sent in the background, so that no request waits for a mail server. */
import * as T from 'typebox'
import type { Db } from '../../core/db/database.ts'
import { newId } from '../../core/db/ids.ts'
import { handlerOf } from '../../core/jobs/kinds.ts'
import { enqueueAll } from '../../core/jobs/queue.ts'
import type { Mailer } from '../../core/mail/mailer.ts'
import { EndingFacts, IdentityNews, IdleFacts, TokenNews, WebhookOff } from '../notices/words.ts'
import { type StoredMail, storedMail } from './templates.ts'

const KIND = 'mail'

const Stored = T.Union([
  T.Object({
    template: T.Literal('key-made-by-token'),
    userId: T.String(),
    data: T.Object({ key: T.String(), token: T.String(), address: T.String() }),
  }),
  T.Object({
    template: T.Literal('password-changed'),
    userId: T.String(),
    data: T.Object({ address: T.String(), client: T.String(), at: T.Number() }),
  }),
  T.Object({ template: T.Literal('credential-ending'), userId: T.String(), data: EndingFacts }),
  T.Object({ template: T.Literal('endings'), userId: T.String(), data: T.Object({ endings: T.Array(EndingFacts) }) }),
  T.Object({ template: T.Literal('token-news'), userId: T.String(), data: TokenNews }),
  T.Object({ template: T.Literal('webhook-disabled'), userId: T.String(), data: WebhookOff }),
  T.Object({ template: T.Literal('token-idle-soon'), userId: T.String(), data: IdleFacts }),
  T.Object({ template: T.Literal('identity-news'), userId: T.String(), data: IdentityNews }),
])

declare module '../../core/jobs/kinds.ts' {
  interface Jobs {
    mail: T.Static<typeof Stored>
  }
}

/** One at a time keeps mails in order. */
export const mailLane = { name: KIND, atOnce: 1 } as const

/** Stores the mails with whatever else the transaction writes; they are sent once that is committed. */
export const enqueueMails = (db: Db, mails: readonly StoredMail[], now: number) =>
  enqueueAll(
    db,
    mails.map(mail => ({ key: `${KIND}:${newId('au')}`, kind: KIND, lane: mailLane.name, payload: mail })),
    now,
  )

export const enqueueMail = (db: Db, mail: StoredMail, now: number) => enqueueMails(db, [mail], now)

/** Sends it to the person as they are called now; nobody who is deactivated gets any. */
const sender = (mailer: Mailer | undefined, publicUrl: string) =>
  handlerOf(Stored, async (mail, { database }) => {
    const person = await database.db
      .selectFrom('users')
      .select(['name', 'email', 'deactivated_at'])
      .where('id', '=', mail.userId)
      .executeTakeFirst()
    if (!mailer || !person || person.deactivated_at !== null) return
    await mailer.send(storedMail(mail, person, publicUrl))
  })

export const mailJobs = ({ mailer, publicUrl }: { mailer: Mailer | undefined; publicUrl: string }) => ({
  [KIND]: sender(mailer, publicUrl),
})
