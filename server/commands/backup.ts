import type { Config } from '../config.ts'
import { sqliteFile } from '../db/open.ts'
import { restoreSqlite } from '../db/restore.ts'
import { CommandError, tell, withDatabase } from './command.ts'

const URL_HINT = '"$PORTICO_DATABASE_URL"'

export const backupDatabase = async (config: Config, file: string, exists: (file: string) => boolean) => {
  if (config.databaseUrl)
    throw new CommandError(
      `The database is PostgreSQL; use its own tools: pg_dump --format=custom --file=${file} ${URL_HINT}`,
    )
  if (exists(file)) throw new CommandError(`${file} exists already; choose another name.`)
  await withDatabase(config, database => database.backup(file))
  tell(`The database was copied to ${file}.`)
}

export const restoreDatabase = async (config: Config, file: string) => {
  if (config.databaseUrl)
    throw new CommandError(
      `The database is PostgreSQL; use its own tools: pg_restore --clean --if-exists --dbname=${URL_HINT} ${file}`,
    )
  const kept = await restoreSqlite(file, sqliteFile(config), Date.now())
  await withDatabase(config, async () => {})
  tell(`Restored ${file}.${kept ? ` What was there is kept in ${kept}.` : ''}`)
}
