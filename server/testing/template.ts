/** A migrated database of each engine, made once for each state of the migrations and copied for each test file. */
import { hash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { MIGRATIONS } from '../core/db/migrations.ts'
import { openPostgres } from '../core/db/postgres.ts'
import { poolAt } from '../core/db/postgres-pool.ts'
import { openSqlite } from '../core/db/sqlite.ts'
import { newFolder } from './folder.ts'

const NAME = `portico_template_${hash('sha256', JSON.stringify(MIGRATIONS)).slice(0, 12)}`
const LOCK = 0x74706c74 // one process at a time makes the template

/** Left by other states of the migrations and by test runs that were killed: nobody uses them after a day. */
const LEFT_BEHIND = `select datname as name from pg_database
  where datname ~ '^portico_(template|test)_' and (pg_stat_file('base/' || oid || '/PG_VERSION')).modification < now() - interval '1 day'`

/** One connection that may do what no write of ours does: create databases and roles. */
export const onServer = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export const addressOf = (server: string, database: string): string => {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** Takes its final name only when it is complete, so that a run that is killed leaves no half template. */
const makeTemplate = async (client: pg.Client, server: string) => {
  for (const { name } of (await client.query(LEFT_BEHIND)).rows)
    await client.query(`drop database if exists ${name} with (force)`)
  const draft = `${NAME}_draft`
  await client.query(`drop database if exists ${draft} with (force)`)
  await client.query(`create database ${draft}`)
  const database = openPostgres(poolAt(addressOf(server, draft), { max: 1 }))
  await database.migrate().finally(database.close)
  await client.query(`alter database ${draft} rename to ${NAME}`)
}

const postgresTemplate = (server: string) =>
  onServer(server, async client => {
    await client.query('select pg_advisory_lock($1)', [LOCK]) // held until the connection ends
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME])
    if (rowCount === 0) await makeTemplate(client, server)
    return NAME
  })

let madePostgres: Promise<string> | undefined

/** A migrated database of that name on the server. */
export const copyPostgres = async (server: string, name: string) => {
  madePostgres ??= postgresTemplate(server)
  const template = await madePostgres
  await onServer(server, async client => {
    await client.query(`create database ${name} template ${template}`)
    await client.query(`alter database ${name} set synchronous_commit = off`) // no test turns the server's power off
  })
}

export const dropPostgres = (server: string, name: string): Promise<void> =>
  onServer(server, async client => {
    await client.query(`drop database if exists ${name} with (force)`)
  })

let madeSqlite: Promise<Buffer> | undefined

const sqliteTemplate = async () => {
  const folder = newFolder('portico-template-')
  const file = join(folder, 'portico.db')
  const database = openSqlite(file)
  await database.migrate().finally(database.close)
  const bytes = readFileSync(file)
  rmSync(folder, { recursive: true, force: true })
  return bytes
}

/** The content of a migrated SQLite file. */
export const sqliteBytes = (): Promise<Buffer> => {
  madeSqlite ??= sqliteTemplate()
  return madeSqlite
}
