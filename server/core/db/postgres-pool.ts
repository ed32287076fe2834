/** Connections to PostgreSQL: set up so that reads cannot write and that nothing hangs longer than a request may wait. */
import pg, { type ClientBase, type PoolClient } from 'pg'
import type { Value } from './database.ts'
import { Unavailable } from './failures.ts'
import { Borrowed } from './postgres-borrowed.ts'
import { LONGEST_WAIT_MS } from './turns.ts'

const INT8 = 20
const NUMERIC = 1700
const asNumber = (text: string) => Number(text)

/** Whole numbers come back as numbers: all of ours are below 2^53. */
export const types = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    id === INT8 || id === NUMERIC ? asNumber : pg.types.getTypeParser(id, format === 'binary' ? 'binary' : 'text'),
}

export type Query = { name?: string; text: string; values?: readonly Value[]; query_timeout?: number }
export type Result = { rows: unknown[]; rowCount: number | null; command: string }

/** A connection as our driver needs it. */
export type Client = {
  query(query: Query): Promise<Result>
  release(discard?: boolean): void
  /** The process that serves it; undefined where the server does not list it, so that nobody can see whether it is gone. */
  readonly backend?: number | undefined
}

/** A connection outside the pool, for looking at what became of one that was lost. */
export type LoneClient = Pick<Client, 'query'> & { end(): Promise<void> }

export type Pool = {
  connect(): Promise<Client>
  end(): Promise<void>
  /** `longestMs` is for connecting and for each query. */
  connectAlone?(longestMs: number): Promise<LoneClient>
}

/**
 * Per connection, because a proxy such as PgBouncer refuses most settings at the start of one. The server gives up on a
 * statement before we do, so that what we no longer wait for does not go on there.
 *
 * Reads go by the indexes that were made for them, with statistics and without: where there are none, the planner would rather read
 * a whole table. Nor is anything compiled (`jit`), which takes seconds where the planner expects millions of rows, as it does of every
 * recursion. Engines that know no such settings are left alone.
 */
const SET_UP = `select set_config('default_transaction_read_only', 'on', false), set_config('statement_timeout', $1, false),
  set_config('idle_in_transaction_session_timeout', $2, false),
  (select pid from pg_stat_activity where pid = pg_backend_pid()) as backend,
  (select count(set_config(name, 'off', false)) from pg_settings where name in ('enable_seqscan', 'jit'))`

const SOONER_MS = 100

const setUp = async (client: ClientBase, longestMs: number) => {
  const query = { text: SET_UP, values: [longestMs - SOONER_MS, longestMs].map(String), query_timeout: longestMs }
  const { rows } = await client.query<{ backend: number | null }>(query)
  Object.assign(client, { backend: rows[0]?.backend ?? undefined })
}

/** @throws Unavailable where it takes longer; `late` gets what comes after that */
const within = async <T>(promise: Promise<T>, longestMs: number, late: (value: T) => void): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  let isLate = false
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true
      reject(new Unavailable('unreachable', new Error(`no connection within ${longestMs} ms`)))
    }, longestMs)
  })
  promise.then(
    value => isLate && late(value),
    () => {},
  )
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer))
}

const ignore = () => {}

export const poolAt = (connectionString: string, { longestWaitMs = LONGEST_WAIT_MS, max = 20 } = {}): Pool => {
  const common = { connectionString, keepAlive: true, types, application_name: 'portico' }
  const pool = new pg.Pool({
    ...common,
    max,
    connectionTimeoutMillis: longestWaitMs,
    onConnect: client => setUp(client, longestWaitMs),
  })
  // a connection that broke, idle or in use: the next query opens another, and the one under way fails with its own error
  pool.on('error', ignore)
  pool.on('connect', client => client.on('error', ignore))
  const connect = () => within<PoolClient>(pool.connect(), longestWaitMs, client => client.release())
  return {
    connect: async () => new Borrowed(await connect(), connect),
    end: () => pool.end(),
    async connectAlone(longestMs) {
      const client = new pg.Client({ ...common, connectionTimeoutMillis: longestMs, query_timeout: longestMs })
      client.on('error', ignore)
      await client.connect()
      return client
    },
  }
}
