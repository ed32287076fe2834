/** What a workspace in use has: tokens in each state, people with and without an account, notices, and something in every list. */
import assert from 'node:assert/strict'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { createEntityType } from '../contract/catalog/types.ts'
import { createApiKey } from '../contract/identity/keys.ts'
import { createRole } from '../contract/identity/roles.ts'
import { rotateToken } from '../contract/identity/rotation.ts'
import { createToken, revokeToken } from '../contract/identity/tokens.ts'
import { inviteUser } from '../contract/identity/users.ts'
import { createWebhook } from '../contract/outbound/webhooks.ts'
import { bearer, call } from './api.ts'
import type { Person, World } from './world.ts'

/** Settings of the server that webhooks need. */
export const WEBHOOKS = { PORTICO_SECRET_KEY: 'a key of the stories alone, long enough' }

const ZONE = 'Europe/Berlin'
const SOON_MS = 1_000
const SELF = '/api/v1/auth/token/self'

const inDays = (days: number, timeZone = ZONE) => ({
  timeZone,
  expirationDate: Temporal.Now.plainDateISO(timeZone).add({ days }).toString(),
})

/** A token in each state that its page and the lists show. */
const tokensOf = async ({ place, admin }: World, { cookie }: Person) => {
  const make = (name: string, more: object = {}) =>
    call(place, createToken, { cookie, body: { name, description: 'Runs on the build server', ...more } })
  const used = await make('nightly-catalog-sync', inDays(90))
  for (const path of ['/api/v1/catalog', '/api/v1/scorecards', SELF]) await bearer(place, used.token, path)
  await make('a-token-with-a-name-as-long-as-people-really-write-them-for-their-nightly-catalog-sync-job')
  await make('expires-soon', inDays(3, 'America/New_York'))
  const limits = { readOnly: true, permissions: ['VIEW_CATALOGS' as const], addressRanges: ['127.0.0.0/8'] }
  const limited = await make('read-only', { ...inDays(30), limits })
  assert.equal((await bearer(place, limited.token, '/api/v1/users')).status, 403)
  const rotating = await make('in-rotation', inDays(60))
  await call(place, rotateToken, { cookie, params: { cid: rotating.cid }, body: {} })
  const revoked = await make('revoked', inDays(30))
  await call(place, revokeToken, { cookie: admin.cookie, params: { cid: revoked.cid } })
  const expired = await make('expired', { expirationDate: new Date(Date.now() + SOON_MS).toISOString() })
  const leaked = await make('leaked')
  await fetch(`${place.address}/api/v1/auth/token/revoke`, {
    method: 'POST',
    body: JSON.stringify({ token: leaked.token }),
  })
  return [used, limited, rotating, revoked, expired, leaked]
}

const administration = async ({ place, admin: { cookie } }: World) => {
  await call(place, createApiKey, { cookie, body: { name: 'deploy', roles: [{ type: 'DEFAULT', role: 'USER' }] } })
  const role = { name: 'Release crew', tag: 'release-crew', description: 'Ships on Tuesdays' }
  await call(place, createRole, { cookie, body: { ...role, permissions: ['EDIT_ENTITIES'] } })
  const invited = { email: 'an.invited.colleague@example.com', name: 'An Invited Colleague' }
  const roles = [{ type: 'BASIC' as const, role: 'MANAGER' as const }]
  const { invitation } = await call(place, inviteUser, { cookie, body: { ...invited, roles } })
  const url = 'https://hooks.example.com/portico'
  await call(place, createWebhook, { cookie, body: { url, events: ['token.created', 'key.deleted'] } })
  return invitation.url
}

/** A type, and an entity from before it whose definition does not satisfy its schema. */
const types = async ({ place, admin: { cookie } }: World) => {
  const info = 'title: Unfit\n  x-cortex-tag: unfit\n  x-cortex-type: function\n  x-cortex-definition: {}\n'
  await call(place, upsertEntity, { cookie, body: `openapi: 3.0.1\ninfo:\n  ${info}` })
  const schema = { type: 'object', required: ['runtime'], properties: { runtime: { enum: ['node', 'python'] } } }
  const words = { name: 'Function', description: 'Code that runs on demand.', iconTag: 'bolt' }
  await call(place, createEntityType, { cookie, body: { type: 'function', ...words, schema } })
}

export type Furniture = {
  /** The IDs of tokens of the administrator, by their names. */
  readonly tokens: Readonly<Record<string, string>>
  /** A link that was not used yet. */
  readonly invitation: string
}

export const furnish = async (world: World): Promise<Furniture> => {
  const invitation = await administration(world)
  await types(world)
  await tokensOf(world, await world.add('Ben User', 'USER'))
  const tokens = await tokensOf(world, world.admin)
  return { tokens: Object.fromEntries(tokens.map(({ name, cid }) => [name, cid])), invitation }
}
