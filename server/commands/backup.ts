import { outdateTags } from '../catalog/entities/entity-tag.ts'
import type { Config } from '../config.ts'
import { backUpSqlite } from '../core/db/copy.ts'
import type { Database } from '../core/db/database.ts'
import { sqliteFile } from '../core/db/open.ts'
import { type MakeReady, restoreSqlite } from '../core/db/restore.ts'
import { setOutbound } from '../core/mail/outbound.ts'
import { type CarriedOver, carryOver } from './carry-over.ts'
import { auditCommand, CommandError, tell, withDatabase } from './command.ts'
import { endAll, sayEnded } from './end-all.ts'

const URL_HINT = '"$PORTICO_DATABASE_URL"'

export const backupDatabase = async (config: Config, file: string) => {
  if (config.databaseUrl)
    throw new CommandError(
      `The database is PostgreSQL; use its own tools: pg_dump --format=custom --file=${file} ${URL_HINT}`,
    )
  await backUpSqlite(sqliteFile(config), file)
  tell(`Backed up the database to ${file}.`)
}

const said = ({ tokens, keys, narrowed, people, sessions, links }: CarriedOver) =>
  `Stays ended: ${tokens} tokens, ${keys} keys, ${people} people, ${sessions} sessions, ${links} links. Stays limited: ${narrowed} tokens and keys.`

/** Opens a file beside the database, brings it up to date and works on it. */
const withFile = async <T>(file: string, work: (database: Database) => Promise<T>): Promise<T> => {
  const { openSqlite } = await import('../core/db/sqlite.ts')
  const database = openSqlite(file)
  try {
    await database.migrate()
    return await work(database)
  } finally {
    await database.close()
  }
}

/** For a system that is not the one it came from: nothing in it works there, and nothing leaves it. */
const endForCopy = async (restored: Database, now: number) => {
  await restored.transaction(db => setOutbound(db, 'off'))
  const counts = await endAll(restored, now)
  return `${sayEnded(counts)} Mail and webhooks are off. To turn them on, run portico outbound on.`
}

const carryInto = (restored: Database, current: string, now: number) =>
  withFile(current, async present => said(await restored.transaction(db => carryOver(present.db, db, now))))

export const restoreDatabase = async (config: Config, file: string, asCopy: boolean) => {
  if (config.databaseUrl)
    throw new CommandError(
      `The database is PostgreSQL; use its own tools: pg_restore --clean --if-exists --dbname=${URL_HINT} ${file}. After that, what was revoked since the backup works again. To revoke everything, run portico credentials end-all.`,
    )
  const now = Date.now()
  const words: string[] = []
  const makeReady: MakeReady = (ready, current) =>
    withFile(ready, async restored => {
      await restored.transaction(db => outdateTags(db, now))
      if (asCopy) words.push(await endForCopy(restored, now))
      else if (current) words.push(await carryInto(restored, current, now))
    })
  const kept = await restoreSqlite(file, sqliteFile(config), { now, makeReady })
  tell([`Restored ${file}.`, ...words, ...(kept ? [`The previous database is kept in ${kept}.`] : [])].join(' '))
}

/** Turns mail and webhooks of the whole workspace on or off. */
export const switchOutbound = (config: Config, to: string | undefined) =>
  withDatabase(config, async database => {
    if (to !== 'on' && to !== 'off') throw new CommandError('Give on or off, for example: portico outbound on')
    const now = Date.now()
    await database.transaction(async db => {
      await setOutbound(db, to)
      const changes = { outbound: { after: to } }
      await auditCommand(db, { action: 'UPDATE', objectType: 'SETTING', objectIdentifier: 'outbound', changes }, now)
    })
    tell(`Mail and webhooks are ${to}.`)
  })
