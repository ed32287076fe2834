/** Whether anything may leave: a copy for staging neither mails nor calls anybody. */
import type { Db } from '../db/database.ts'

export const isOutboundOff = async (db: Db): Promise<boolean> => {
  const row = await db.selectFrom('settings').select('value').where('key', '=', 'outbound').executeTakeFirst()
  return row?.value === 'off'
}

export const setOutbound = (db: Db, value: 'on' | 'off') =>
  db
    .insertInto('settings')
    .values({ key: 'outbound', value })
    .onConflict(on => on.column('key').doUpdateSet({ value }))
    .execute()
