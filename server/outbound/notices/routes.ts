import type { ExpiryWarnings } from '../../../contract/outbound/notices.ts'
import * as contract from '../../../contract/outbound/notices.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import type { Facts, Kind } from '../../core/changes/writes.ts'
import type { Db } from '../../core/db/database.ts'
import { presentRows } from '../../core/db/rows.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { dismissNotice, noticesOf, presentNotice } from './notices.ts'
import { readExpiryWarnings, writeExpiryWarnings } from './settings.ts'

const readPreferences = async (db: Db, userId: string) => {
  const row = await db
    .selectFrom('mail_preferences')
    .select('token_mail_off')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return { tokenMail: row?.token_mail_off !== 1 }
}

const writePreferences = async (db: Db, userId: string, { tokenMail }: { tokenMail: boolean }) => {
  const choice = { token_mail_off: tokenMail ? 0 : 1 } as const
  await db
    .insertInto('mail_preferences')
    .values({ user_id: userId, ...choice })
    .onConflict(on => on.column('user_id').doUpdateSet(choice))
    .execute()
}

const PREFERENCES: Kind<{ email: string; facts: Facts }> = {
  type: 'PROFILE',
  idOf: ({ email }) => email,
  facts: ({ facts }) => facts,
}
const WARNINGS: Kind<ExpiryWarnings> = { type: 'SETTING', idOf: () => 'expiry-warnings', facts: settings => settings }

const list = on(contract.listNotices, {
  handle: async ({ query }, { actor, db, now }) => {
    const rows = await noticesOf(db, sessionOf(actor).user.id, now)
    const { shown: notices, marked } = presentRows(rows, {
      idOf: ({ id }) => id,
      present: row => presentNotice(row, query.timeZone ?? null),
    })
    return { notices, ...marked }
  },
})

const dismiss = on(contract.dismissNotice, {
  handle: async ({ params }, { actor, db, now, unaudited }) => {
    await dismissNotice(db, { id: params.id, userId: sessionOf(actor).user.id }, now)
    unaudited('what a person has read is no change to the workspace')
    return undefined
  },
})

const getNoticePreferences = on(contract.getNoticePreferences, {
  handle: (_, { actor, db }) => readPreferences(db, sessionOf(actor).user.id),
})

const updateNoticePreferences = on(contract.updateNoticePreferences, {
  handle: async ({ body }, { actor, db, changed }) => {
    const { id, email } = sessionOf(actor).user
    const before = await readPreferences(db, id)
    await writePreferences(db, id, body)
    await changed(PREFERENCES, { email, facts: before }, { email, facts: body })
    return body
  },
})

const getExpiryWarnings = on(contract.getExpiryWarnings, { handle: (_, { db }) => readExpiryWarnings(db) })

const updateExpiryWarnings = on(contract.updateExpiryWarnings, {
  handle: async ({ body }, { db, changed }) => {
    const before = await readExpiryWarnings(db)
    const after = await writeExpiryWarnings(db, body)
    await changed(WARNINGS, before, after)
    return after
  },
})

export const noticeRoutes: readonly Route[] = [
  list,
  dismiss,
  getNoticePreferences,
  updateNoticePreferences,
  getExpiryWarnings,
  updateExpiryWarnings,
]
