/** The world of one file of stories: a server on its own folder, its people, and one browser. */
import { after, before } from 'node:test'
import type { Browser } from 'playwright-core'
import type { DefaultRole } from '../contract/core/permissions.ts'
import { acceptInvitation, setUp } from '../contract/identity/sessions.ts'
import { inviteUser } from '../contract/identity/users.ts'
import { freePort, type RunningServer, startServer } from '../server/testing/process.ts'
import { ask, call, cookieFrom, type Place } from './api.ts'
import { borrowBrowser, giveBrowserBack, PLAIN_HTTP_HOST } from './browser.ts'

export type Person = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly password: string
  /** Of a session that began without the browser. */
  readonly cookie: string
}

export type World = {
  readonly server: RunningServer
  readonly browser: Browser
  readonly place: Place
  /** As people type it into the address bar. */
  readonly origin: string
  /** The first admin; only where the world began with one. */
  readonly admin: Person
  /** A new person who has accepted an invitation. */
  readonly add: (name: string, role: DefaultRole) => Promise<Person>
}

export const PASSWORD = 'violet tractor, nine lamps'

const secretOf = (link: string) => link.slice(link.indexOf('#') + 1)

const enter = async (
  place: Place,
  operation: typeof setUp | typeof acceptInvitation,
  body: Record<string, unknown>,
) => {
  const response = await ask(place, operation, { body })
  if (response.status !== 201) throw new Error(`${operation.id}: ${response.status} ${await response.text()}`)
  const { id, email, name } = await response.json()
  return { id: String(id), email: String(email), name: String(name), password: PASSWORD, cookie: cookieFrom(response) }
}

const firstAdmin = (place: Place, link: string, sampleCatalog: boolean): Promise<Person> =>
  enter(place, setUp, {
    secret: secretOf(link),
    name: 'Ada Admin',
    email: 'ada@example.com',
    password: PASSWORD,
    sampleCatalog,
  })

const emailOf = (name: string) => `${name.toLowerCase().replaceAll(' ', '.')}@example.com`

type Wanted = {
  /** Leaves the set-up link unused. */
  empty?: boolean
  samples?: boolean
  /** The browser comes over plain http by a name that is not localhost. */
  plainHttp?: boolean
  /** More settings of the server. */
  env?: Record<string, string>
}

const startPlainHttp = async (env: Record<string, string>) => {
  const port = await freePort()
  return startServer({ PORTICO_PORT: port, PORTICO_PUBLIC_URL: `http://${PLAIN_HTTP_HOST}:${port}`, ...env })
}

/** @param atEnd receives how to end what was started, even when the rest fails */
export const startWorld = async (
  { empty = false, samples = false, plainHttp = false, env = {} }: Wanted,
  atEnd: (end: () => unknown) => void,
): Promise<World> => {
  const borrowed = borrowBrowser()
  atEnd(giveBrowserBack)
  const server = await (plainHttp ? startPlainHttp(env) : startServer(env))
  atEnd(() => server.stop().finally(server.remove))
  const browser = await borrowed
  const origin = server.url
  const place = { address: `http://127.0.0.1:${server.env.PORTICO_PORT}`, origin }
  const nobody = { id: '', name: '', email: '', password: '', cookie: '' }
  const admin = empty ? nobody : await firstAdmin(place, server.setUpLink(), samples)
  const add = async (name: string, role: DefaultRole) => {
    const { invitation } = await call(place, inviteUser, {
      cookie: admin.cookie,
      body: { email: emailOf(name), name, roles: [{ type: 'BASIC', role }] },
    })
    return enter(place, acceptInvitation, { secret: secretOf(invitation.url), name, password: PASSWORD })
  }
  return { server, browser, place, origin, admin, add }
}

/**
 * Starts the world before the stories of a file and ends it after them.
 * @param furnish puts into it what all of the stories find there
 */
export const worldOf = (wanted: Wanted, furnish?: (world: World) => Promise<unknown>): (() => World) => {
  let world: World | undefined
  const ends: (() => unknown)[] = []
  before(async () => {
    world = await startWorld(wanted, end => ends.unshift(end))
    await furnish?.(world)
  })
  after(async () => {
    for (const end of ends) await end()
  })
  return () => {
    if (!world) throw new Error('the world is not there yet')
    return world
  }
}
