import type { Config } from '../config.ts'
import { openDatabase } from '../core/db/open.ts'
import { tell } from './command.ts'

export const migrateDatabase = async (config: Config) => {
  const database = await openDatabase(config)
  try {
    const { from, to } = await database.migrate()
    tell(
      from === to
        ? `The database is up to date (version ${to}).`
        : `Migrated the database from version ${from} to ${to}.`,
    )
  } finally {
    await database.close()
  }
}
