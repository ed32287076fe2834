/** Runs a test on every engine: SQLite always; PostgreSQL where one answers, else in process (PGlite). */
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Database } from '../core/db/database.ts'
import type { Place } from '../core/db/open.ts'
import { openPostgres } from '../core/db/postgres.ts'
import { poolAt } from '../core/db/postgres-pool.ts'
import { openSqlite } from '../core/db/sqlite.ts'
import { newFolder } from './folder.ts'
import { openPglite } from './pglite.ts'
import { addressOf, copyPostgres, dropPostgres, sqliteBytes } from './template.ts'

export type Engine = {
  readonly name: string
  /** `place` is where other threads and processes find it, if they can. */
  readonly open: () => Promise<{ database: Database; place?: Place; url?: string; dispose: () => Promise<void> }>
}

const DEFAULT_SERVER = 'postgres://postgres@127.0.0.1:5432/postgres'
/** A server that is not there refuses at once; a busy one takes its time, or has no connection left for now. */
const CONNECT_TIMEOUT_MS = 15_000
const MOST_TRIES = 8
const PAUSE_MS = 2_000
const BUSY = /^(53300|57P03)$/
/** Many files run at once, and a server takes 100 connections. */
const TEST_CONNECTIONS = 2

const isBusy = (error: unknown) =>
  error instanceof Error && (BUSY.test('code' in error ? String(error.code) : '') || /timeout/i.test(error.message))

/**
 * The connection string of a real PostgreSQL; undefined where none answers. One that is busy is waited for: the tests would take ten
 * times as long in process, and would not say why.
 */
export const realPostgres = async (tries = 1): Promise<string | undefined> => {
  const url = process.env.TEST_POSTGRES_URL ?? DEFAULT_SERVER
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  try {
    await client.connect()
    await client.end()
    return url
  } catch (error) {
    if (!isBusy(error)) return undefined
    if (tries === MOST_TRIES) throw error
    await sleep(PAUSE_MS)
    return realPostgres(tries + 1)
  }
}

const sqlite: Engine = {
  name: 'SQLite',
  open: async () => {
    const folder = newFolder('portico-test-')
    const file = join(folder, 'portico.db')
    writeFileSync(file, await sqliteBytes(), { mode: 0o600 })
    const database = openSqlite(file)
    return {
      database,
      place: { file },
      dispose: async () => {
        await database.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

/** Opens the database at that address for as long as the work takes, beside the servers that use it. */
export const onPostgres = async <T>(url: string, work: (database: Database) => Promise<T>): Promise<T> => {
  const database = openPostgres(poolAt(url, { max: TEST_CONNECTIONS }))
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** A migrated database of its own on the server. */
export const freshPostgres = async (server: string) => {
  const name = `portico_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await copyPostgres(server, name)
  return { url: addressOf(server, name), drop: () => dropPostgres(server, name) }
}

const postgres = (server: string): Engine => ({
  name: 'PostgreSQL',
  open: async () => {
    const { url, drop } = await freshPostgres(server)
    const database = openPostgres(poolAt(url, { max: TEST_CONNECTIONS }))
    return {
      database,
      url,
      place: { url },
      dispose: async () => {
        await database.close()
        await drop()
      },
    }
  },
})

const pglite: Engine = {
  name: 'PGlite',
  open: async () => {
    const database = await openPglite()
    return { database, dispose: () => database.close() }
  },
}

const server = await realPostgres()

export const engines: readonly Engine[] = [sqlite, server ? postgres(server) : pglite]

/** One database an engine and a test file: opened on first use, emptied by nobody, gone at the end. */
export const sharedDatabase = (engine: Engine) => {
  let opened: ReturnType<Engine['open']> | undefined
  after(async () => {
    if (opened) await (await opened).dispose()
  })
  return () => {
    opened ??= engine.open()
    return opened
  }
}
