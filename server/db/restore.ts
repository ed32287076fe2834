/** Puts a backup in the place of the SQLite database, also while the server runs: SQLite copies page by page under its own locks. */
import { chmodSync, existsSync } from 'node:fs'
import { backup as copyOnline, DatabaseSync } from 'node:sqlite'
import { SchemaTooNew } from './database.ts'
import { MIGRATIONS } from './migrations.ts'

export class NotABackup extends Error {}

const firstValue = (database: DatabaseSync, sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0]

/** @throws NotABackup or SchemaTooNew before anything is touched */
const openChecked = (file: string): DatabaseSync => {
  if (!existsSync(file)) throw new NotABackup(`There is no file ${file}.`)
  const backup = new DatabaseSync(file, { readOnly: true })
  try {
    const isOurs =
      firstValue(
        backup,
        "select count(*) from sqlite_master where type = 'table' and name in ('credentials', 'secrets', 'users')",
      ) === 3
    if (!isOurs) throw new NotABackup(`${file} is no backup of Portico.`)
    if (firstValue(backup, 'pragma integrity_check') !== 'ok')
      throw new NotABackup(`${file} is damaged: its integrity check fails. Nothing was restored.`)
    const version = Number(firstValue(backup, 'pragma user_version'))
    if (version > MIGRATIONS.length) throw new SchemaTooNew(version, MIGRATIONS.length)
    return backup
  } catch (error) {
    backup.close()
    throw error instanceof Error && 'errcode' in error ? new NotABackup(`${file} is no SQLite database.`) : error
  }
}

/** Restores `file` over `target` and keeps what was there beside it. Returns where that is kept; undefined when there was nothing. */
export const restoreSqlite = async (file: string, target: string, now: number): Promise<string | undefined> => {
  const backup = openChecked(file)
  try {
    const kept = existsSync(target) ? await keep(target, now) : undefined
    await copyOnline(backup, target)
    chmodSync(target, 0o600)
    return kept
  } finally {
    backup.close()
  }
}

const keep = async (target: string, now: number): Promise<string> => {
  const copy = `${target}.before-restore-${new Date(now).toISOString().replace(/[:.]/g, '-')}`
  const current = new DatabaseSync(target, { readOnly: true })
  try {
    await copyOnline(current, copy)
  } finally {
    current.close()
  }
  chmodSync(copy, 0o600)
  return copy
}
