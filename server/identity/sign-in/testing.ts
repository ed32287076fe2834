/** What tests of signing in share. */
import assert from 'node:assert/strict'
import { parseSetCookie } from 'cookie'
import type { Answered, World } from '../../testing/world.ts'
import { hashPassword } from './password.ts'

export const GOOD_PASSWORD = 'tall otter paints 9 doors'
export const OTHER_PASSWORD = 'quiet lamp under 4 bridges'

export const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' }

/** A cookie the answer sets; undefined when it does not. */
export const setCookieOf = ({ headers }: Answered, name: string) =>
  [headers['set-cookie']]
    .flat()
    .filter(header => typeof header === 'string')
    .map(header => parseSetCookie(header))
    .findLast(cookie => cookie.name === name)

/** The session that an answer began. */
export const sessionFrom = (answer: Answered) => {
  const cookie = setCookieOf(answer, 'portico_session')?.value
  assert.ok(cookie, `no session began: ${answer.status} ${answer.text}`)
  return { cookie }
}

export const post = ({ request }: World, url: string, body: unknown, headers: Record<string, string> = SAME_ORIGIN) =>
  request({ method: 'POST', url, body, headers })

export const signInAs = (
  world: World,
  email: string,
  password: string,
  headers: Record<string, string> = SAME_ORIGIN,
) => post(world, '/api/v1/auth/sign-in', { email, password }, headers)

const hashes = new Map<string, Promise<string>>()

/** A hash is as slow here as where people sign in: once for each password is enough. */
const hashedOnce = (password: string) => {
  const hashed = hashes.get(password) ?? hashPassword(password)
  hashes.set(password, hashed)
  return hashed
}

/** A person with a real password. */
export const personWithPassword = async (world: World, roles?: readonly string[], password = GOOD_PASSWORD) => {
  const person = await world.person(roles)
  const password_hash = await hashedOnce(password)
  await world.database.transaction(db =>
    db.updateTable('users').set({ password_hash }).where('id', '=', person.id).execute(),
  )
  return person
}

export const secretIn = (url: string) => url.slice(url.indexOf('#') + 1)

/** What the audit log says of an object, oldest first. */
export const auditOf = ({ database }: World, objectIdentifier: string) =>
  database.db
    .selectFrom('audit_logs')
    .selectAll()
    .where('object_identifier', '=', objectIdentifier)
    .orderBy('at')
    .orderBy('id')
    .execute()

export const me = (world: World, as: { cookie: string }) => world.request({ url: '/api/v1/auth/me', as })
