/** A stale `If-Match` is refused by every operation that says that it reads one. */
import assert from 'node:assert/strict'
import type { OperationSpec } from '../contract/core/operation.ts'
import { eachDatabase, type TestPerson, test, type World } from './testing/world.ts'

const env = { PORTICO_SECRET_KEY: 'a key for tests, long enough to count', PORTICO_EGRESS_ALLOW: '127.0.0.1' }

const entity = (tag: string, title: string) => `openapi: 3.0.1\ninfo:\n  title: ${title}\n  x-cortex-tag: ${tag}\n`
const scorecard = (tag: string, name: string) =>
  `tag: ${tag}\nname: ${name}\nrules:\n  - expression: description != null\n`

type Made = { readonly url: string; readonly query?: string; readonly body?: unknown }
type Maker = (here: World, admin: TestPerson, tag: string) => Promise<Made>

const post = async ({ request }: World, url: string, sent: { as: TestPerson['session']; body: unknown }) => {
  const { status, body, text } = await request({ method: 'POST', url, ...sent })
  assert.ok(status < 300, text)
  return body
}

const token: Maker = async (here, { session: as }, name) => {
  const { cid } = await post(here, '/api/v1/auth/token', { as, body: { name } })
  return { url: cid, body: { name: `${name} changed` } }
}

const entityOf: Maker = async (here, { session: as }, tag) => {
  await post(here, '/api/v1/open-api', { as, body: entity(tag, 'Before') })
  return { url: tag }
}

/** What makes a row for the operations whose paths begin with this, and a body that changes it. The longest beginning counts. */
const MAKERS: Readonly<Record<string, Maker>> = {
  '/api/v1/open-api': async (here, { session: as }, tag) => {
    await post(here, '/api/v1/open-api', { as, body: entity(tag, 'Before') })
    return { url: '', body: entity(tag, 'After') }
  },
  '/api/v1/catalog/': entityOf,
  '/api/v1/catalog/{tagOrId}/groups': async (here, admin, tag) => {
    const { url } = await entityOf(here, admin, tag)
    return { url, body: { groups: [{ tag: 'tier-one' }] } }
  },
  '/api/v1/relationship-types/': async (here, { session: as }, tag) => {
    const body = { tag, name: 'Before', definitionLocation: 'BOTH' }
    await post(here, '/api/v1/relationship-types', { as, body })
    return { url: tag, body: { ...body, name: 'After' } }
  },
  '/api/v1/catalog/definitions/': async (here, { session: as }, type) => {
    await post(here, '/api/v1/catalog/definitions', { as, body: { type, schema: {} } })
    return { url: type, body: { description: 'changed' } }
  },
  '/api/v1/teams': async (here, { session: as }, tag) => {
    const team = { type: 'CORTEX', metadata: { name: tag }, links: [], slackChannels: [] }
    await post(here, '/api/v1/teams', { as, body: { ...team, teamTag: tag } })
    return { url: tag, query: `?teamTag=${tag}`, body: { ...team, metadata: { name: 'After' }, members: [] } }
  },
  '/api/v1/teams/departments': async (here, { session: as }, tag) => {
    await post(here, '/api/v1/teams/departments', { as, body: { departmentTag: tag, name: tag, members: [] } })
    return { url: tag, query: `?departmentTag=${tag}`, body: { name: 'After' } }
  },
  '/api/v1/scorecards/': async (here, { session: as }, tag) => {
    await post(here, '/api/v1/scorecards/descriptor', { as, body: scorecard(tag, 'Before') })
    return { url: tag, body: scorecard(tag, 'After') }
  },
  '/api/v1/auth/token/': token,
  '/api/v1/auth/token/{cid}/rotate': async (here, admin, name) => ({ ...(await token(here, admin, name)), body: {} }),
  '/api/v1/auth/key/': async (here, { session: as }, name) => {
    const roles = [{ type: 'DEFAULT', role: 'USER' }]
    const { cid } = await post(here, '/api/v1/auth/key', { as, body: { name, roles } })
    return { url: cid, body: { name: `${name} changed` } }
  },
  '/api/v1/roles/': async (here, { session: as }, name) => {
    const { tag } = await post(here, '/api/v1/roles', { as, body: { tag: name, name, permissions: ['VIEW_CATALOGS'] } })
    return { url: tag, body: { name: `${name} changed` } }
  },
  '/api/v1/users/': async here => ({ url: (await here.person(['USER'])).id, body: { active: false } }),
  '/api/v1/catalog-views/': async (here, { session: as }, name) => {
    const { id } = await post(here, '/api/v1/catalog-views', { as, body: { name, shows: {} } })
    return { url: id, body: { name: `${name} changed` } }
  },
  '/api/v1/data-webhooks/': async (here, { session: as }) => {
    const mapping = '{tag: .a, data: {b: 1}}'
    const body = { name: 'Hook', entityType: 'service', keys: ['b'], mapping, sample: '{"a":"c"}' }
    return { url: (await post(here, '/api/v1/data-webhooks', { as, body })).webhook.cid, body: { name: 'changed' } }
  },
  '/api/v1/webhooks/': async (here, { session: as }) => {
    const body = { url: 'http://127.0.0.1:9/hook', events: ['token.created'] }
    return { url: (await post(here, '/api/v1/webhooks', { as, body })).id, body: { description: 'changed' } }
  },
  '/api/v1/personal-tokens/policy': async () => ({ url: '', body: { longestDays: 30 } }),
  '/api/v1/personal-tokens/policy/apply': async () => ({ url: '', body: { expectedCount: 0 } }),
}

const makerOf = ({ path, id }: OperationSpec): Maker => {
  const [longest] = Object.keys(MAKERS)
    .filter(beginning => path.startsWith(beginning))
    .toSorted((a, b) => b.length - a.length)
  return MAKERS[longest ?? ''] ?? assert.fail(`nothing makes a row for ${id}, ${path}`)
}

eachDatabase(
  'a stale If-Match',
  world => {
    test('is refused with 409 by every operation that changes a row with a version', async () => {
      const here = await world()
      const admin = await here.person(['ADMIN'])
      const versioned = here.app.routes.map(({ operation }) => operation).filter(one => one.versioned)
      assert.ok(versioned.length > 20)
      for (const [number, operation] of versioned.entries()) {
        const { method, path, id } = operation
        const made = await makerOf(operation)(here, admin, `version-${number}`)
        const call = (match: string) =>
          here.request({
            method,
            url:
              path.replace(/\{\w+\}/, made.url).replace('{version}', '1') +
              (path.includes('{') ? '' : (made.query ?? '')),
            as: admin.session,
            headers: { 'if-match': match },
            ...(operation.body ? { body: made.body } : {}),
          })
        const stale = await call('"999"')
        assert.equal(stale.status, 409, `${id}: ${stale.text}`)
        assert.match(stale.body.details, /changed by someone else in the meantime/, id)
        assert.equal((await call('nonsense')).body.field, 'If-Match', id)
      }
    })
  },
  env,
)
