/** Opens the database that the configuration names. */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Database } from './database.ts'
import { createFolder, refuseDanglingLinks } from './files.ts'

const OWNER_ONLY = 0o700

const makeFolder = (folder: string) => {
  createFolder(folder)
  chmodSync(folder, OWNER_ONLY)
}

/** Where the data is: a folder of ours, or a PostgreSQL server. */
export type DataConfig = { readonly data: string; readonly databaseUrl?: string | undefined }

export const sqliteFile = (config: DataConfig) => join(config.data, 'portico.db')

/** Where a thread of this process finds the same database: a file of SQLite's, or the address of a PostgreSQL server. */
export type Place = { readonly file: string } | { readonly url: string }

export const placeOf = (config: DataConfig): Place =>
  config.databaseUrl ? { url: config.databaseUrl } : { file: sqliteFile(config) }

export const openDatabase = async (config: DataConfig): Promise<Database> => {
  if (config.databaseUrl) {
    const [{ openPostgres }, { poolAt }] = await Promise.all([import('./postgres.ts'), import('./postgres-pool.ts')])
    return openPostgres(poolAt(config.databaseUrl))
  }
  makeFolder(config.data)
  refuseDanglingLinks(sqliteFile(config))
  const { openSqlite } = await import('./sqlite.ts')
  return openSqlite(sqliteFile(config))
}

export class FolderInUse extends Error {
  constructor(folder: string) {
    super(`Another Portico server is running on ${folder}. Stop it first, or set PORTICO_DATA to a different folder.`)
  }
}

/**
 * Holds the data folder for this process; the operating system lets go of it however the process ends. The command line does
 * not take this lock: it works beside the server.
 * @throws FolderInUse
 */
export const holdFolder = (config: DataConfig): (() => void) => {
  if (config.databaseUrl) return () => {}
  makeFolder(config.data)
  const file = join(config.data, 'server.lock')
  const lock = new DatabaseSync(file)
  chmodSync(file, 0o600)
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch {
    lock.close()
    throw new FolderInUse(config.data)
  }
  return () => lock.close()
}
