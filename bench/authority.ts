/**
 * `npm run bench -- authority`, `-- authority revocation sqlite` for one end on one engine: whether anything is obeyed after the end of its authority was answered. Held calls send their headers
 * before the end and their body after it; races send both at once, to two servers on one PostgreSQL, and to one server on SQLite.
 */
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PERMISSIONS } from '../contract/core/permissions.ts'
import type { Database } from '../server/core/db/database.ts'
import { openSqlite } from '../server/core/db/sqlite.ts'
import { freshPostgres, onPostgres, realPostgres } from '../server/testing/each-database.ts'
import { addPerson, call } from '../server/testing/people.ts'
import { startServer } from '../server/testing/process.ts'
import { type Span, transactionsThrough } from './transactions.ts'

type Person = Awaited<ReturnType<typeof addPerson>>
type Ask = { method: string; path: string; body?: string; bearer?: string; cookie?: string }

const json = (body: unknown) => JSON.stringify(body)
const users = (id: string) => `/api/v1/users/${id}`
const withRole = (role: string) => json({ roles: [{ type: 'BASIC', role }] })

/** Of one round: who loses authority, and who takes it. */
type Cast = { readonly loser: Person; readonly admin: Person; readonly role: string }

/** How authority ends. `by` is the credential that loses it. */
const ENDS: Record<string, { by: 'bearer' | 'cookie'; ask: (cast: Cast) => Ask }> = {
  revocation: {
    by: 'bearer',
    ask: ({ loser }) => ({ method: 'DELETE', path: `/api/v1/auth/token/${loser.cid}`, cookie: loser.cookie }),
  },
  leak: {
    by: 'bearer',
    ask: ({ loser }) => ({ method: 'POST', path: '/api/v1/auth/token/revoke', body: json({ token: loser.bearer }) }),
  },
  'narrowed limits': {
    by: 'bearer',
    ask: ({ loser }) => ({
      method: 'PUT',
      path: `/api/v1/auth/token/${loser.cid}`,
      cookie: loser.cookie,
      body: json({ limits: { readOnly: true } }),
    }),
  },
  demotion: {
    by: 'cookie',
    ask: ({ loser, admin }) => ({
      method: 'PATCH',
      path: users(loser.id),
      cookie: admin.cookie,
      body: withRole('VIEWER'),
    }),
  },
  deactivation: {
    by: 'cookie',
    ask: ({ loser, admin }) => ({
      method: 'PATCH',
      path: users(loser.id),
      cookie: admin.cookie,
      body: json({ active: false }),
    }),
  },
  'ended session': {
    by: 'cookie',
    ask: ({ loser }) => ({ method: 'POST', path: '/api/v1/auth/sign-out', cookie: loser.cookie }),
  },
  'policy change': {
    by: 'cookie',
    ask: ({ admin, role }) => ({
      method: 'PUT',
      path: '/api/v1/personal-tokens/policy',
      cookie: admin.cookie,
      body: json({ rolesOff: [role] }),
    }),
  },
}

/** What is tried with the authority. */
const DEEDS: Record<string, (cast: Cast) => Ask> = {
  'key creation': () => ({
    method: 'POST',
    path: '/api/v1/auth/key',
    body: json({ name: 'outlives', roles: [{ type: 'DEFAULT', role: 'USER' }] }),
  }),
  'role change': ({ loser }) => ({ method: 'PATCH', path: users(loser.id), body: withRole('MANAGER') }),
  'token creation': () => ({ method: 'POST', path: '/api/v1/auth/token', body: json({ name: 'outlives' }) }),
}

/** What a deed means under an end; a policy decides on tokens alone, and nobody but a person changes roles and makes tokens. */
const makesSense = (end: string, deed: string) => {
  if (end === 'policy change') return deed === 'token creation'
  if (end === 'demotion' && deed === 'token creation') return false // a viewer may have tokens
  return ENDS[end]?.by === 'cookie' || deed === 'key creation'
}

type Site = {
  readonly name: string
  /** Where the authority ends, and where it is used; the same on one server. */
  readonly urls: readonly [string, string]
  readonly database: Database
  /** The transactions of each of the two since it was asked last; undefined if they are unknown. */
  readonly spans: () => readonly [readonly Span[], readonly Span[]] | undefined
}

let made = 0

/** Everybody has a role of their own with all that an administrator may, so that one policy touches one round. */
const castOf = async ({ database }: Site, permissions: string, admin: Person): Promise<Cast> => {
  const tag = `bench-${++made}`
  const now = Date.now()
  await database.transaction(db =>
    db
      .insertInto('roles')
      .values({ id: tag, tag, name: tag, description: null, permissions, created_at: now, updated_at: now, version: 1 })
      .execute(),
  )
  return { loser: await addPerson(database, tag), admin, role: tag }
}

/** The audit rows of what the loser did, the ids of them. */
const rowsOf = async ({ database }: Site, { loser }: Cast, by: 'bearer' | 'cookie') => {
  const rows = database.db
    .selectFrom('audit_logs')
    .select('id')
    .where('outcome', '=', 'DONE')
    .where('action', '!=', 'DELETE')
  const mine =
    by === 'bearer'
      ? rows.where('actor_cid', '=', loser.cid)
      : rows.where('actor_email', '=', `${loser.id}@example.com`)
  return new Set((await mine.execute()).map(({ id }) => id))
}

const credentialOf = ({ loser }: Cast, by: 'bearer' | 'cookie') =>
  by === 'bearer' ? { bearer: loser.bearer } : { cookie: loser.cookie }

export type Counted = {
  rounds: number
  obeyed: number
  refused: number
  overlapping: number
  unfinished: number
  /** The end is sent at most this much after the deed; found out from round to round, for it depends on the machine. */
  longestLeadMs: number
}

/** About as long as a write takes. */
const FIRST_LEAD_MS = 4
const SHORTEST_LEAD_MS = 0.1

/** Counts whether both transactions were open at once, and has the next end come earlier or later where they were not. */
const countOverlap = (site: Site, counted: Counted) => {
  const spans = site.spans()
  if (!spans) return
  const [ends, deeds] = spans
  if (ends.some(a => deeds.some(b => a.from < b.to && b.from < a.to))) {
    counted.overlapping++
    return
  }
  const isDeedFirst = deeds.some(deed => ends.every(end => deed.to <= end.from))
  counted.longestLeadMs = Math.max(SHORTEST_LEAD_MS, counted.longestLeadMs * (isDeedFirst ? 0.8 : 1.25))
}

type Round = { site: Site; end: string; deed: string; cast: Cast }

const held = async ({ site, end, deed, cast }: Round, counted: Counted) => {
  const { by, ask } = ENDS[end] ?? fail(end)
  const wanted = { ...(DEEDS[deed] ?? fail(deed))(cast), ...credentialOf(cast, by) }
  const release = await holdBody(site.urls[1], wanted)
  const ended = await call(site.urls[0], ask(cast))
  const known = await rowsOf(site, cast, by)
  const status = await release()
  counted.rounds++
  if (ended.status >= 300) counted.unfinished++
  if ([400, 401, 403].includes(status)) counted.refused++
  counted.obeyed += (await rowsOf(site, cast, by)).difference(known).size
}

const raced = async ({ site, end, deed, cast }: Round, counted: Counted) => {
  const { by, ask } = ENDS[end] ?? fail(end)
  const wanted = { ...(DEEDS[deed] ?? fail(deed))(cast), ...credentialOf(cast, by) }
  site.spans()
  const used = call(site.urls[1], wanted)
  await sleep(Math.random() * counted.longestLeadMs)
  const ended = call(site.urls[0], ask(cast))
  const { status: endStatus } = await ended
  const known = await rowsOf(site, cast, by)
  const { status } = await used
  countOverlap(site, counted)
  counted.rounds++
  if (endStatus >= 300) counted.unfinished++
  if ([400, 401, 403].includes(status)) counted.refused++
  counted.obeyed += (await rowsOf(site, cast, by)).difference(known).size
}

const fail = (what: string): never => {
  throw new Error(`there is no ${what}`)
}

/** Sends the headers and one byte of the body; answers what sends the rest and waits for the status. */
const holdBody = async (base: string, { method, path, body = '{}', bearer, cookie }: Ask) => {
  const { port, hostname } = new URL(base)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('utf8').on('data', chunk => {
    answer += chunk
  })
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  const credential = bearer
    ? `authorization: Bearer ${bearer}\r\n`
    : `cookie: portico_session=${cookie}\r\nsec-fetch-site: same-origin\r\n`
  const head = `${method} ${path} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n${credential}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  await new Promise<void>(resolve => socket.write(head + body.slice(0, 1), () => resolve()))
  return async () => {
    socket.write(body.slice(1))
    await closed
    return Number(answer.split(' ')[1])
  }
}

const EVERYTHING = Object.keys(PERMISSIONS).join()

const nothing = (): Counted => ({
  rounds: 0,
  obeyed: 0,
  refused: 0,
  overlapping: 0,
  unfinished: 0,
  longestLeadMs: FIRST_LEAD_MS,
})

type Say = (line: string) => void

/** `only` names an end; without it, all are tried. */
type Counts = { readonly held: number; readonly races: number; readonly only?: string | undefined }

const runSite = async (site: Site, { held: holds, races, only }: Counts, say: Say) => {
  const run = async (kind: string, { end, deed }: { end: string; deed: string }, rounds: number) => {
    const admin = await addPerson(site.database, 'ADMIN') // a new one each time: a proof lasts for minutes only
    const counted = nothing()
    const one = kind === 'held' ? held : raced
    for (let round = 0; round < rounds; round++)
      await one({ site, end, deed, cast: await castOf(site, EVERYTHING, admin) }, counted)
    const open =
      kind === 'raced' && site.spans()
        ? `, both transactions open in ${Math.round((100 * counted.overlapping) / rounds)} %`
        : ''
    say(
      `${site.name}: ${kind} ${end} × ${deed}: ${counted.rounds} rounds, ${counted.refused} refused, ${counted.obeyed} obeyed after the answer${open}${counted.unfinished ? `, ${counted.unfinished} ends FAILED` : ''}`,
    )
  }
  for (const end of Object.keys(ENDS).filter(end => only === undefined || end === only)) {
    const deeds = Object.keys(DEEDS).filter(deed => makesSense(end, deed))
    for (const deed of deeds) await run('held', { end, deed }, Math.ceil(holds / deeds.length))
    for (const deed of deeds) await run('raced', { end, deed }, races)
  }
}

const QUIET = { PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0', PORTICO_LOG_LEVEL: 'silent' }

const onSqlite = async (counts: Counts, say: Say) => {
  const server = await startServer(QUIET)
  const database = openSqlite(join(server.folder, 'portico.db'))
  try {
    await runSite({ name: 'SQLite', urls: [server.url, server.url], database, spans: () => undefined }, counts, say)
  } finally {
    await database.close()
    await server.stop()
    server.remove()
  }
}

const onTwoServers = async (postgres: string, counts: Counts, say: Say) => {
  const { url, drop } = await freshPostgres(postgres)
  const proxies = await Promise.all([transactionsThrough(url), transactionsThrough(url)])
  const servers = []
  for (const proxy of proxies) servers.push(await startServer({ ...QUIET, PORTICO_DATABASE_URL: proxy.url }))
  const [one, two] = servers
  try {
    await onPostgres(url, database =>
      runSite(
        {
          name: 'PostgreSQL, two servers',
          urls: [one?.url ?? '', two?.url ?? ''],
          database,
          spans: () => [proxies[0].take(), proxies[1].take()],
        },
        counts,
        say,
      ),
    )
  } finally {
    for (const server of servers) {
      await server.stop()
      server.remove()
    }
    for (const proxy of proxies) proxy.close()
    await drop()
  }
}

export const benchAuthority = async (counts: Counts, say: Say, engines = 'sqlite postgres') => {
  if (engines.includes('postgres')) {
    const postgres = await realPostgres()
    if (postgres) await onTwoServers(postgres, counts, say)
    else say('no PostgreSQL answers here')
  }
  if (engines.includes('sqlite')) await onSqlite(counts, say)
}
