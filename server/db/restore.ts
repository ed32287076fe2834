/** Puts a backup in the place of the SQLite database, also while the server runs: SQLite copies page by page under its own locks. */
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { backup as copyOnline, DatabaseSync } from 'node:sqlite'
import { SchemaTooNew } from './database.ts'
import { MIGRATIONS } from './migrations.ts'

const BUSY_TIMEOUT_MS = 10_000

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

/** Copies while in use, into a file that only its owner can read. */
const copyOf = async (source: DatabaseSync, target: string) => {
  writeFileSync(target, '', { mode: 0o600 })
  chmodSync(target, 0o600)
  await copyOnline(source, target)
}

const withOpen = async <T>(file: string, work: (database: DatabaseSync) => Promise<T>): Promise<T> => {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

/** Nobody writes to what is being replaced while it is read: an ending in that moment would be lost. */
const withoutWriters = (file: string, work: () => Promise<void>) =>
  withOpen(file, async database => {
    database.exec('begin immediate')
    try {
      await work()
    } finally {
      database.exec('rollback')
    }
  })

const removeAll = (file: string) => {
  for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true })
}

/** Makes ready what takes the place of `current`; undefined when there is nothing yet. */
export type MakeReady = (restored: string, current: string | undefined) => Promise<void>

/**
 * Puts `file` in the place of `target` and keeps what was there beside it. The copy is made ready before it takes the place:
 * whatever goes wrong or is cut off before, the database stays as it was. Returns where that is kept; undefined when there was nothing.
 */
export const restoreSqlite = async (
  file: string,
  target: string,
  { now, makeReady }: { now: number; makeReady: MakeReady },
): Promise<string | undefined> => {
  const backup = openChecked(file)
  const ready = `${target}.restoring`
  try {
    removeAll(ready)
    await copyOf(backup, ready)
    if (!existsSync(target)) {
      await makeReady(ready, undefined)
      await withOpen(ready, database => copyOf(database, target))
      return undefined
    }
    const kept = `${target}.before-restore-${new Date(now).toISOString().replace(/[:.]/g, '-')}`
    await withoutWriters(target, async () => {
      await withOpen(target, database => copyOf(database, kept))
      await makeReady(ready, kept)
    })
    await withOpen(ready, database => copyOnline(database, target))
    return kept
  } finally {
    backup.close()
    removeAll(ready)
  }
}
