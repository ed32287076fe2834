/** Opens a backup to read it, wherever it lies, and leaves nothing beside it. */
import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { SchemaTooNew } from './database.ts'
import { checkReadable, FileFault, faultOf } from './files.ts'
import { MIGRATIONS } from './migrations.ts'

const BUSY_TIMEOUT_MS = 10_000

export const firstValue = (database: DatabaseSync, sql: string): unknown =>
  Object.values(database.prepare(sql).get() ?? {})[0]

export const versionOf = (database: DatabaseSync) => Number(firstValue(database, 'pragma user_version'))

const openWithLog = (file: string) => {
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
    firstValue(database, 'pragma schema_version')
    return database
  } catch (cause) {
    const text = `Can't read ${file} together with ${file}-wal, which contains part of it. Copy both to a writable folder, and restore from there.`
    throw new FileFault(text, { cause })
  }
}

/**
 * A backup is one file that nothing writes: as such, SQLite leaves nothing beside it and needs no right to write there.
 * With a write-ahead log beside it, it is a database in use, or a copy made by other tools: then the log counts too.
 */
const openForReading = (file: string): DatabaseSync => {
  if (existsSync(`${file}-wal`)) return openWithLog(file)
  const url = pathToFileURL(file)
  url.search = 'immutable=1'
  return new DatabaseSync(url, { readOnly: true })
}

const TABLES = "select count(*) from sqlite_schema where type = 'table' and name in ('credentials', 'secrets', 'users')"

const checkContent = (file: string, backup: DatabaseSync) => {
  if (firstValue(backup, TABLES) !== 3) throw new FileFault(`${file} isn't a backup of Portico.`)
  if (firstValue(backup, 'pragma integrity_check') !== 'ok')
    throw new FileFault(`${file} is damaged: its integrity check fails. Nothing was restored.`)
  const version = versionOf(backup)
  if (version > MIGRATIONS.length) throw new SchemaTooNew(version, MIGRATIONS.length)
}

/** @throws FileFault or SchemaTooNew before anything is touched */
export const withBackup = async <T>(file: string, work: (backup: DatabaseSync) => Promise<T>): Promise<T> => {
  checkReadable(file)
  const hadIndex = existsSync(`${file}-shm`)
  let backup: DatabaseSync | undefined
  try {
    backup = openForReading(file)
    checkContent(file, backup)
  } catch (error) {
    backup?.close()
    throw error instanceof SchemaTooNew ? error : faultOf(`Can't restore ${file}`, error)
  }
  try {
    return await work(backup)
  } finally {
    backup.close()
    if (!hadIndex) rmSync(`${file}-shm`, { force: true })
  }
}
