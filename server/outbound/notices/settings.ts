/** When people are warned before an expiry: two rows of the settings. */
import type { ExpiryWarnings } from '../../../contract/outbound/notices.ts'
import type { Db } from '../../core/db/database.ts'

const DAYS = 'expiry_warnings'
const ADMINS = 'expiry_warnings_admins'
const BY_DEFAULT = [30, 7, 1]

const farthestFirst = (days: Iterable<number>) => [...new Set(days)].sort((a, b) => b - a)

/** A row that was written by hand and says nothing of use leaves the default. */
const daysFrom = (value: string | undefined): number[] => {
  if (value === undefined) return BY_DEFAULT
  if (value === '') return []
  const days = value.split(',').map(Number)
  return days.every(day => Number.isInteger(day) && day >= 1 && day <= 365) ? farthestFirst(days) : BY_DEFAULT
}

export const readExpiryWarnings = async (db: Db): Promise<ExpiryWarnings> => {
  const rows = await db.selectFrom('settings').selectAll().where('key', 'in', [DAYS, ADMINS]).execute()
  const values = new Map(rows.map(({ key, value }) => [key, value]))
  return { days: daysFrom(values.get(DAYS)), admins: values.get(ADMINS) === 'on' }
}

const write = (db: Db, key: string, value: string) =>
  db
    .insertInto('settings')
    .values({ key, value })
    .onConflict(on => on.column('key').doUpdateSet({ value }))
    .execute()

export const writeExpiryWarnings = async (db: Db, { days, admins }: ExpiryWarnings): Promise<ExpiryWarnings> => {
  const sorted = farthestFirst(days)
  await write(db, DAYS, sorted.join(','))
  await write(db, ADMINS, admins ? 'on' : 'off')
  return { days: sorted, admins }
}
