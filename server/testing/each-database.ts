/** Runs a test on every engine: SQLite always; PostgreSQL where one answers, else in process (PGlite). */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import type { Database } from '../db/database.ts'
import { openPostgres, poolAt } from '../db/postgres.ts'
import { openSqlite } from '../db/sqlite.ts'
import { openPglite } from './pglite.ts'

export type Engine = {
  readonly name: string
  readonly open: () => Promise<{ database: Database; url?: string; dispose: () => Promise<void> }>
}

const DEFAULT_SERVER = 'postgres://postgres@127.0.0.1:5432/postgres'
const CONNECT_TIMEOUT_MS = 1000

/** The connection string of a real PostgreSQL; undefined where none answers. */
export const realPostgres = async (): Promise<string | undefined> => {
  const url = process.env.TEST_POSTGRES_URL ?? DEFAULT_SERVER
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  try {
    await client.connect()
    await client.end()
    return url
  } catch {
    return undefined
  }
}

const sqlite: Engine = {
  name: 'SQLite',
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portico-test-'))
    const database = openSqlite(join(folder, 'portico.db'))
    await database.migrate()
    return {
      database,
      dispose: async () => {
        await database.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

const run = async (url: string, statement: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** Opens the database at that address for as long as the work takes, beside the servers that use it. */
export const onPostgres = async <T>(url: string, work: (database: Database) => Promise<T>): Promise<T> => {
  const database = openPostgres(poolAt(url))
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** A database of its own on the server; dropped afterwards. */
export const freshPostgres = async (server: string) => {
  const name = `portico_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await run(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(server, `drop database if exists ${name} with (force)`) }
}

const postgres = (server: string): Engine => ({
  name: 'PostgreSQL',
  open: async () => {
    const { url, drop } = await freshPostgres(server)
    const database = openPostgres(poolAt(url))
    await database.migrate()
    return {
      database,
      url,
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
    await database.migrate()
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
