/** A test's own world: a database, the app on it, a clock, people and their credentials. Everything goes through HTTP. */
import { after, suite, type TestContext, test } from 'node:test'
import type { Method } from '../../contract/core/operation.ts'
import { type App, buildApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import type { Database } from '../core/db/database.ts'
import { newId } from '../core/db/ids.ts'
import { hashOf, newOpaqueSecret } from '../core/secrets/secret.ts'
import { sessionCookieName } from '../identity/access/cookies.ts'
import { createCredential } from '../identity/credentials/credentials.ts'
import { NEVER } from '../identity/credentials/expiry.ts'
import { bugLog } from './bugs.ts'
import { engines, sharedDatabase } from './each-database.ts'
import { holdToContract } from './promised.ts'

export type As = { readonly cookie: string } | { readonly bearer: string } | undefined

export type Ask = {
  method?: Method
  url: string
  as?: As
  body?: unknown
  headers?: Record<string, string>
  /** The address it comes from; 127.0.0.1 by default. */
  from?: string
}

export type Answered = {
  status: number
  /** Parsed JSON; tests look into it freely. */
  body: ReturnType<typeof JSON.parse>
  text: string
  headers: Record<string, string | string[] | number | undefined>
}

export type TestPerson = {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly session: { cookie: string }
}

const START = Date.UTC(2027, 0, 15, 12)

export const TEST_ENV = {
  PORTICO_RATE_LIMIT: '0',
  PORTICO_GUESS_LIMIT: '0',
  PORTICO_LOG_LEVEL: 'silent',
  PORTICO_PUBLIC_URL: 'http://localhost:4000',
}

/** @param isPromised whether an answer that is not of its declared shape is a fault; with rows that break every rule it cannot be */
export const createWorld = async (database: Database, env: Record<string, string> = {}, isPromised = true) => {
  const config: Config = readConfig({ ...TEST_ENV, ...env })
  const time = { now: START }
  const app: App = await buildApp({ database, config, clock: () => time.now, log: bugLog() })
  if (isPromised)
    holdToContract(
      app.http,
      app.routes.map(({ operation }) => operation),
    )
  let people = 0

  /** A signed-in person with these roles: default role ids, or ids of custom roles. */
  const person = async (roles: readonly string[] = ['USER'], name?: string): Promise<TestPerson> => {
    const id = newId('us')
    const email = `${(name ?? 'person').toLowerCase().replace(/\W/g, '')}-${id.slice(2, 8)}-${++people}@example.com`
    const row = { id, email, name: name ?? `Person ${people}`, created_at: time.now, sample: 0, version: 1 } as const
    await database.transaction(async db => {
      await db
        .insertInto('users')
        .values({ ...row, password_hash: 'unusable' })
        .execute()
      for (const role of roles)
        await db.insertInto('role_grants').values({ holder_id: id, role, source: 'direct' }).execute()
    })
    return { id, email, name: row.name, session: await signIn(id) }
  }

  const signIn = async (userId: string) => {
    const cookie = newOpaqueSecret()
    const session = {
      hash: hashOf(cookie),
      id: newId('ss'),
      user_id: userId,
      created_at: time.now,
      expires_at: time.now + config.sessionLifetimeMs,
      address: '127.0.0.1',
      client: 'test',
      method: 'PASSWORD',
      proved_at: time.now,
    } as const
    await database.transaction(db => db.insertInto('sessions').values(session).execute())
    return { cookie }
  }

  /** A personal token of that person that does not expire. */
  const token = async (owner: { id: string }, name = 'test token') => {
    const made = {
      kind: 'personal',
      ownerId: owner.id,
      madeBy: null,
      makerId: owner.id,
      name,
      description: null,
      expiry: NEVER,
    } as const
    const { cid, secret } = await database.transaction(db => createCredential(db, made, time.now))
    return { cid, bearer: secret }
  }

  const credentialHeaders = (as: As): Record<string, string> => {
    if (!as) return {}
    if ('bearer' in as) return { authorization: `Bearer ${as.bearer}` }
    return { cookie: `${sessionCookieName(config.publicUrl)}=${as.cookie}`, 'sec-fetch-site': 'same-origin' }
  }

  const request = async ({
    method = 'GET',
    url,
    as,
    body,
    headers = {},
    from = '127.0.0.1',
  }: Ask): Promise<Answered> => {
    const isText = typeof body === 'string' || body instanceof Uint8Array
    const response = await app.http.inject({
      method,
      url,
      remoteAddress: from,
      headers: {
        'user-agent': 'test/1.0',
        ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
        ...credentialHeaders(as),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: isText ? Buffer.from(body) : JSON.stringify(body) }),
    })
    const isJson = /json/.test(String(response.headers['content-type'] ?? ''))
    return {
      status: response.statusCode,
      body: isJson && response.body ? JSON.parse(response.body) : undefined,
      text: response.body,
      headers: response.headers,
    }
  }

  return { app, config, database, time, person, signIn, token, request }
}

export type World = Awaited<ReturnType<typeof createWorld>>

/** A suite that runs on each engine; tests of one file and engine share a database, so each makes what it needs. */
export const eachDatabase = (
  name: string,
  tests: (world: () => Promise<World>) => void,
  env: Record<string, string> = {},
) => {
  for (const engine of engines)
    suite(`${name} (${engine.name})`, () => {
      const open = sharedDatabase(engine)
      let world: Promise<World> | undefined
      tests(() => {
        world ??= open().then(({ database }) => createWorld(database, env))
        return world
      })
    })
}

/** The same for tests that look at everything there is: each call opens a database of its own, gone at the end of the suite. */
export const eachEmptyDatabase = (name: string, tests: (world: () => Promise<World>) => void) => {
  for (const engine of engines)
    suite(`${name} (${engine.name})`, () => {
      const ends: (() => Promise<void>)[] = []
      after(async () => {
        for (const end of ends) await end()
      })
      tests(async () => {
        const { database, dispose } = await engine.open()
        ends.push(dispose)
        return createWorld(database)
      })
    })
}

export { type TestContext, test }
