/**
 * The floor: the leanest program that answers the same bytes from the same tables. Finished answers are stored, a request is
 * authenticated by one statement, headers are made once, and nothing is logged, counted, limited or checked. What the server takes on
 * top of it is ours.
 */
import { hash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { parseDocument } from 'yaml'
import type { Recording } from './record.ts'

type Plan = { name: string; method: string; path: string; recording: Recording }

const [file = '', planFile = '', port = '0'] = process.argv.slice(2)
const plans: Plan[] = JSON.parse(readFileSync(planFile, 'utf8'))
const planOf = (name: string) => plans.find(plan => plan.name === name) ?? plans[0]

const open = () => {
  const db = new DatabaseSync(file, { timeout: 10_000 })
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -65536')
  return db
}
const [reader, writer] = [open(), open()]

/** The answers as the server gave them: of two entities, and of each row of the list. */
const storeAnswers = () => {
  writer.exec(`create table if not exists floor_answers (tag text primary key, answer text not null, row text);
    insert or ignore into floor_answers select tag, document, document from entities`)
  const store = writer.prepare(
    'update floor_answers set answer = coalesce(?, answer), row = coalesce(?, row) where tag = ?',
  )
  for (const name of ['authenticated entity read', 'entity with hierarchy']) {
    const text = planOf(name)?.recording.body ?? '{}'
    store.run(text, null, JSON.parse(text).tag)
  }
  for (const row of JSON.parse(planOf('list of 100')?.recording.body ?? '{}').entities)
    store.run(null, JSON.stringify(row), row.tag)
}
storeAnswers()

const AUTH = `select c.owner_id as user from secrets s join credentials c on c.cid = s.cid join users u on u.id = c.owner_id
  join role_grants g on g.holder_id = u.id where s.hash = ? and c.ended_at is null and u.deactivated_at is null
  and (c.expires_at is null or c.expires_at > ?)`
const SESSION = `select s.user_id as user from sessions s join users u on u.id = s.user_id join role_grants g on g.holder_id = u.id
  where s.hash = ? and u.deactivated_at is null and s.expires_at > ?`

const family = planOf('entity with hierarchy')?.recording.statements.find(({ sql }) => /^with recursive seed/.test(sql))

const read = {
  begin: reader.prepare('begin'),
  commit: reader.prepare('commit'),
  auth: reader.prepare(AUTH),
  answer: reader.prepare('select answer from floor_answers where tag = ?'),
  family: reader.prepare(family?.sql ?? 'select 1'),
  rows: reader.prepare(`select a.row from entities e join floor_answers a on a.tag = e.tag
    where e.archived_at is null and e.type = 'service' order by e.tag limit 100`),
  count: reader.prepare("select count(*) as total from entities e where e.archived_at is null and e.type = 'service'"),
}
const write = {
  begin: writer.prepare('begin immediate'),
  commit: writer.prepare('commit'),
  auth: writer.prepare(AUTH),
  session: writer.prepare(SESSION),
  insert:
    writer.prepare(`insert or ignore into entities (id, tag, type, name, document, created_at, updated_at, sample, version)
    values (?, ?, 'service', ?, ?, ?, ?, 0, 1)`),
  update: writer.prepare(
    'update entities set document = ?, updated_at = ?, version = version + 1 where tag = ? returning id',
  ),
  source: writer.prepare(`insert into entity_sources (id, descriptor) values (?, ?)
    on conflict (id) do update set descriptor = excluded.descriptor`),
  audit:
    writer.prepare(`insert into audit_logs (id, at, actor_type, action, object_type, object_identifier, outcome, changes, count)
    values (?, ?, 'USER', 'UPDATE', 'ENTITY', ?, 'DONE', '{}', 1)`),
  credential: writer.prepare(
    `insert into credentials (cid, kind, owner_id, name, created_at, version) values (?, 'personal', ?, ?, ?, 1)`,
  ),
  secret: writer.prepare('insert into secrets (hash, cid, last4, created_at) values (?, ?, ?, ?)'),
}

const newId = (prefix: string) => prefix + randomBytes(8).toString('hex')

const inRead = (secret: string, work: () => string | undefined) => {
  read.begin.run()
  const body = read.auth.get(hash('sha256', secret), Date.now()) ? work() : undefined
  read.commit.run()
  return body
}

const listed = () => {
  const total = Number(read.count.get()?.total)
  const rows = read.rows.all().map(({ row }) => row)
  return `{"entities":[${rows.join()}],"page":0,"total":${total},"totalPages":${Math.ceil(total / 100)}}`
}

const entityWritten = (secret: string, text: string) => {
  const document = parseDocument(text, { keepSourceTokens: false }).toJS()
  const { title, 'x-cortex-tag': tag, ...rest } = document.info
  const [now, json] = [Date.now(), JSON.stringify(rest)]
  write.begin.run()
  if (!write.auth.get(hash('sha256', secret), now)) throw new Error('nobody')
  write.insert.run(newId('en'), tag, title, json, now, now)
  write.source.run(String(write.update.get(json, now, tag)?.id), text)
  write.audit.run(newId('au'), now, tag)
  write.commit.run()
}

const tokenWritten = (cookie: string, text: string) => {
  const { name } = JSON.parse(text)
  const [now, cid, secret] = [Date.now(), newId('pt'), randomBytes(30).toString('base64url')]
  write.begin.run()
  const owner = write.session.get(hash('sha256', cookie), now)
  write.credential.run(cid, String(owner?.user), name, now)
  write.secret.run(hash('sha256', secret), cid, secret.slice(-4), now)
  write.audit.run(newId('au'), now, cid)
  write.commit.run()
}

const bodyOf = (request: IncomingMessage, use: (text: string) => void) => {
  const chunks: Buffer[] = []
  request.on('data', chunk => chunks.push(chunk)).on('end', () => use(Buffer.concat(chunks).toString()))
}

const bearerOf = ({ headers }: IncomingMessage) => headers.authorization?.slice(7) ?? ''
const cookieOf = ({ headers }: IncomingMessage) => /portico_session=([^;]+)/.exec(headers.cookie ?? '')?.[1] ?? ''

type Serve = (request: IncomingMessage, send: (body: string | undefined) => void) => void

const SERVES: Record<string, (plan: Plan) => Serve> = {
  'authenticated entity read': ({ path }) => {
    const tag = path.split('/').at(-1) ?? ''
    return (request, send) => send(inRead(bearerOf(request), () => String(read.answer.get(tag)?.answer)))
  },
  'entity with hierarchy': ({ path }) => {
    const tag = path.split('/').at(-1) ?? ''
    return (request, send) =>
      send(
        inRead(bearerOf(request), () => {
          read.family.all(...(family?.params ?? []))
          return String(read.answer.get(tag)?.answer)
        }),
      )
  },
  'list of 100': () => (request, send) => send(inRead(bearerOf(request), listed)),
  'entity write':
    ({ recording }) =>
    (request, send) =>
      bodyOf(request, text => {
        entityWritten(bearerOf(request), text)
        send(recording.body)
      }),
  'token creation':
    ({ recording }) =>
    (request, send) =>
      bodyOf(request, text => {
        tokenWritten(cookieOf(request), text)
        send(recording.body)
      }),
}

const routes = new Map(
  plans.map(plan => [
    `${plan.method} ${plan.path}`,
    {
      serve: SERVES[plan.name]?.(plan),
      status: plan.recording.status,
      headers: Object.entries(plan.recording.headers).flat(),
    },
  ]),
)

const answer = (request: IncomingMessage, response: ServerResponse) => {
  const route = routes.get(`${request.method} ${request.url}`)
  if (!route?.serve) return response.writeHead(404).end()
  route.serve(request, body => {
    if (body === undefined) return response.writeHead(401, route.headers).end('{"message":"Unauthorized"}')
    response.writeHead(route.status, [...route.headers, 'content-length', Buffer.byteLength(body)]).end(body)
  })
}

createServer(answer).listen(Number(port), '127.0.0.1', () => process.stdout.write('floor is ready\n'))
process.on('SIGTERM', () => process.exit(0))
