/**
 * The floor: a bare node:http server that runs the recorded SQLite statements, parses what the server must parse, and sends the
 * same bytes. What the server takes on top of it is ours.
 */
import { createHash, hash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { parseDocument } from 'yaml'
import type { Recording, Sent } from './record.ts'

type Plan = { method: string; path: string; recording: Recording; isText: boolean }

const [file = '', planFile = '', port = '0'] = process.argv.slice(2)
const plans: Plan[] = JSON.parse(readFileSync(planFile, 'utf8'))

const open = () => {
  const db = new DatabaseSync(file, { timeout: 10_000 })
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -65536')
  return db
}
const [reader, writer] = [open(), open()]

const AUTH = /from (secrets|sessions) s join/
const FRESH_ID = /^(pt|au|en)[0-9a-f]{16}$/
const HASH = /^[0-9a-f]{64}$/

type Step = { statement: StatementSync; params: Sent['params']; isAuth: boolean; writes: boolean }

const stepsOf = ({ statements }: Recording): Step[] => {
  let inTransaction = false
  return statements.map(({ sql, params }) => {
    if (/^begin/.test(sql)) inTransaction = true
    const step = {
      statement: (inTransaction ? writer : reader).prepare(sql),
      params,
      isAuth: AUTH.test(sql),
      writes: inTransaction,
    }
    if (/^(commit|rollback)/.test(sql)) inTransaction = false
    return step
  })
}

const routes = new Map(
  plans.map(plan => [
    `${plan.method} ${plan.path}`,
    {
      ...plan,
      steps: stepsOf(plan.recording),
      answer: plan.recording.body === '' ? undefined : JSON.parse(plan.recording.body),
    },
  ]),
)

const secretOf = (request: IncomingMessage) =>
  request.headers.authorization?.slice(7) ?? /portico_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''

const bodyOf = (request: IncomingMessage) =>
  new Promise<string>(resolve => {
    if (request.method === 'GET') return resolve('')
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks).toString()))
  })

/** Identifiers and hashes that a write makes must be new each time, the same one the same within a request. */
const renewer = () => {
  const renewed = new Map<string, string>()
  return (value: string | number | null) => {
    if (typeof value !== 'string' || !(FRESH_ID.test(value) || HASH.test(value))) return value
    const made =
      renewed.get(value) ??
      (HASH.test(value)
        ? createHash('sha256').update(randomBytes(30)).digest('hex')
        : value.slice(0, 2) + randomBytes(8).toString('hex'))
    renewed.set(value, made)
    return made
  }
}

/** Entities that exist keep their id: only what an insert makes is new. */
const isInsert = (sql: string) => /^insert into "?(credentials|secrets|audit_logs)/.test(sql)

const run = (steps: readonly Step[], authHash: string) => {
  const renew = renewer()
  for (const { statement, params, isAuth, writes } of steps) {
    const values = isAuth
      ? [authHash]
      : writes &&
          (isInsert(statement.sourceSQL) || params.some(value => typeof value === 'string' && /^pt/.test(value)))
        ? params.map(renew)
        : params
    if (statement.columns().length === 0) {
      statement.run(...values)
      continue
    }
    const rows = statement.all(...values)
    if (isAuth && rows.length === 0) return false
    for (const row of rows) if (typeof row.document === 'string') JSON.parse(row.document)
  }
  return true
}

const UNKNOWN = JSON.stringify({
  message: 'Unauthorized',
  type: 'UNAUTHORIZED',
  details: 'This token is not valid.',
  httpStatus: 401,
  requestId: '00000000-0000-0000-0000-000000000000',
})
const firstHeaders = plans[0]?.recording.headers ?? {}

const server = createServer(async (request, response) => {
  const body = await bodyOf(request)
  const authHash = hash('sha256', secretOf(request))
  const route = routes.get(`${request.method} ${request.url}`)
  if (!route) return response.writeHead(404).end()
  if (body) route.isText ? parseDocument(body, { keepSourceTokens: false }) : JSON.parse(body)
  if (!run(route.steps, authHash)) return response.writeHead(401, firstHeaders).end(UNKNOWN)
  response.writeHead(route.recording.status, route.recording.headers).end(JSON.stringify(route.answer))
})
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('floor is ready\n'))
process.on('SIGTERM', () => process.exit(0))
