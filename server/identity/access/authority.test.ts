/**
 * Authority is checked where it is used: the headers of a call arrive, its authority ends and the end is answered, and only then comes
 * the body. Real sockets, because the point is what happens between two packets.
 */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { rounds } from '../../testing/rounds.ts'
import { type As, createWorld, eachDatabase, type TestPerson, type World } from '../../testing/world.ts'

/** Sends the headers and one byte of the body; answers what sends the rest and gives the status that is answered. */
const hold = async (
  port: number,
  call: { method: string; path: string; as: As; body: unknown },
  cookieName: string,
) => {
  const body = JSON.stringify(call.body)
  const credential = !call.as
    ? ''
    : 'bearer' in call.as
      ? `authorization: Bearer ${call.as.bearer}\r\n`
      : `cookie: ${cookieName}=${call.as.cookie}\r\nsec-fetch-site: same-origin\r\n`
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', chunk => {
    answer += chunk
  })
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  const head = `${call.method} ${call.path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${credential}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  await new Promise<void>(resolve => socket.write(head + body.slice(0, 1), () => resolve()))
  return async () => {
    socket.write(body.slice(1))
    await closed
    return { status: Number(answer.split(' ')[1]), text: answer }
  }
}

type Held = { method: string; path: string; as: As; body: unknown }
type Case = {
  /** The call that is held, and what ends its authority while it is; the end's own answer is awaited. */
  readonly set: (world: World) => Promise<{ held: Held; end: () => Promise<{ status: number }> }>
}

const KEY = {
  method: 'POST',
  path: '/api/v1/auth/key',
  body: { name: 'outlives', roles: [{ type: 'DEFAULT', role: 'ADMIN' }] },
}
const TOKEN = { method: 'POST', path: '/api/v1/auth/token', body: { name: 'outlives' } }
const policyUrl = '/api/v1/personal-tokens/policy'

const cases: Record<string, Case> = {
  'a revoked token that creates a key': {
    set: async ({ person, token, request }) => {
      const owner = await person(['ADMIN'])
      const { cid, bearer } = await token(owner)
      const end = () => request({ method: 'DELETE', url: `/api/v1/auth/token/${cid}`, as: owner.session })
      return { held: { ...KEY, as: { bearer } }, end }
    },
  },
  'a leaked token that creates a key': {
    set: async ({ person, token, request }) => {
      const { bearer } = await token(await person(['ADMIN']))
      const end = () => request({ method: 'POST', url: '/api/v1/auth/token/revoke', body: { token: bearer } })
      return { held: { ...KEY, as: { bearer } }, end }
    },
  },
  'a demoted administrator who restores their own role': {
    set: async ({ person, request }) => {
      const [other, demoted] = [await person(['ADMIN']), await person(['ADMIN'])]
      const path = `/api/v1/users/${demoted.id}`
      const roles = (role: string) => ({ roles: [{ type: 'BASIC', role }] })
      const end = () => request({ method: 'PATCH', url: path, as: other.session, body: roles('VIEWER') })
      return { held: { method: 'PATCH', path, as: demoted.session, body: roles('ADMIN') }, end }
    },
  },
  'a deactivated administrator who reactivates themselves': {
    set: async ({ person, request }) => {
      const [other, gone] = [await person(['ADMIN']), await person(['ADMIN'])]
      const path = `/api/v1/users/${gone.id}`
      const end = () => request({ method: 'PATCH', url: path, as: other.session, body: { active: false } })
      return { held: { method: 'PATCH', path, as: gone.session, body: { active: true } }, end }
    },
  },
  'an ended session that creates a token': {
    set: async ({ person, request }) => {
      const owner = await person(['ADMIN'])
      const end = () => request({ method: 'POST', url: '/api/v1/auth/sign-out', as: owner.session })
      return { held: { ...TOKEN, as: owner.session }, end }
    },
  },
  'a token that became read-only': {
    set: async ({ person, token, request }) => {
      const owner = await person(['ADMIN'])
      const { cid, bearer } = await token(owner)
      const body = { limits: { readOnly: true } }
      const end = () => request({ method: 'PUT', url: `/api/v1/auth/token/${cid}`, as: owner.session, body })
      return { held: { ...KEY, as: { bearer } }, end }
    },
  },
  'a token that a new policy forbids': {
    set: async ({ person, request }) => {
      const [admin, owner] = [await person(['ADMIN']), await person(['VIEWER'])]
      const put = (rolesOff: string[]) =>
        request({ method: 'PUT', url: policyUrl, as: admin.session, body: { rolesOff } })
      await put([])
      return { held: { ...TOKEN, as: owner.session }, end: () => put(['VIEWER']) }
    },
  },
  'a demoted administrator who revokes tokens after counting them wrong': {
    set: async ({ person, request }) => {
      const [other, demoted] = [await person(['ADMIN']), await person(['ADMIN'])]
      const body = { roles: [{ type: 'BASIC', role: 'VIEWER' }] }
      const end = () => request({ method: 'PATCH', url: `/api/v1/users/${demoted.id}`, as: other.session, body })
      const wrong = { madeBefore: '2100-01-01T00:00:00Z', expectedCount: 999_999 }
      return {
        held: { method: 'POST', path: '/api/v1/personal-tokens/revoke', as: demoted.session, body: wrong },
        end,
      }
    },
  },
  'an edited role that no longer allows it': {
    set: async ({ person, request, token, database }) => {
      const admin = await person(['ADMIN'])
      const tag = `makers-${admin.id.slice(2, 10).toLowerCase()}`
      const role = { name: tag, tag, permissions: ['EDIT_API_KEYS', 'VIEW_CATALOGS'] }
      await request({ method: 'POST', url: '/api/v1/roles', as: admin.session, body: role })
      const { id } = await database.db.selectFrom('roles').select('id').where('tag', '=', tag).executeTakeFirstOrThrow()
      const { bearer } = await token(await person([id]))
      const edit = { permissions: ['VIEW_CATALOGS'] }
      const end = () => request({ method: 'PUT', url: `/api/v1/roles/${tag}`, as: admin.session, body: edit })
      return { held: { ...KEY, as: { bearer } }, end }
    },
  },
}

/** A webhook of that owner, whose UUID is all that its calls have, and a held call of it. */
const webhookOf = async ({ request }: World, owner: TestPerson) => {
  const body = {
    name: 'outlives',
    entityType: 'service',
    keys: ['k'],
    mapping: '{tag: "outlived", data: {k: 1}}',
    sample: '{}',
  }
  const made = await request({ method: 'POST', url: '/api/v1/data-webhooks', as: owner.session, body })
  const held: Held = { method: 'POST', path: new URL(made.body.url).pathname, as: undefined, body: { a: 1 } }
  return { held, url: `/api/v1/data-webhooks/${made.body.webhook.cid}` }
}

const ofWebhooks: Record<string, Case> = {
  'a revoked webhook that sets custom data': {
    set: async here => {
      const owner = await here.person(['USER'])
      const { held, url } = await webhookOf(here, owner)
      return { held, end: () => here.request({ method: 'DELETE', url, as: owner.session }) }
    },
  },
  'a paused webhook that sets custom data': {
    set: async here => {
      const owner = await here.person(['USER'])
      const { held, url } = await webhookOf(here, owner)
      return { held, end: () => here.request({ method: 'PUT', url, as: owner.session, body: { paused: true } }) }
    },
  },
  'a webhook that was limited to other addresses': {
    set: async here => {
      const owner = await here.person(['USER'])
      const { held, url } = await webhookOf(here, owner)
      const body = { addressRanges: ['192.0.2.0/24'] }
      return { held, end: () => here.request({ method: 'PUT', url, as: owner.session, body }) }
    },
  },
  'a webhook whose owner was demoted': {
    set: async here => {
      const [admin, owner] = [await here.person(['ADMIN']), await here.person(['USER'])]
      const { held } = await webhookOf(here, owner)
      const body = { roles: [{ type: 'BASIC', role: 'VIEWER' }] }
      const url = `/api/v1/users/${owner.id}`
      return { held, end: () => here.request({ method: 'PATCH', url, as: admin.session, body }) }
    },
  },
  'a webhook whose owner was deactivated': {
    set: async here => {
      const [admin, owner] = [await here.person(['ADMIN']), await here.person(['USER'])]
      const { held } = await webhookOf(here, owner)
      const url = `/api/v1/users/${owner.id}`
      return { held, end: () => here.request({ method: 'PATCH', url, as: admin.session, body: { active: false } }) }
    },
  },
}

const ROUNDS = rounds({ short: 7, long: 25 })

for (const engine of engines)
  suite(`a call that is held until its authority ended (${engine.name})`, () => {
    const open = sharedDatabase(engine)
    let world: World | undefined
    const listening = async () => {
      if (!world) {
        world = await createWorld((await open()).database)
        await world.app.http.listen({ port: 0, host: '127.0.0.1' })
      }
      const address = world.app.http.server.address()
      if (!address || typeof address === 'string') throw new Error('no port')
      return { world, port: address.port }
    }
    after(() => world?.app.http.close())

    for (const [name, { set }] of Object.entries({ ...cases, ...ofWebhooks }))
      test(`${name} is refused and writes nothing`, async () => {
        const { world: here, port } = await listening()
        for (let round = 0; round < ROUNDS; round++) {
          const { held, end } = await set(here)
          const release = await hold(port, held, 'portico_session')
          await sleep(round) // the headers are read by then, or not
          const ended = await end()
          assert.ok(ended.status < 300, `${name}: the end was answered with ${ended.status}`)
          const { status, text } = await release()
          assert.ok([400, 401, 403, 404, 429].includes(status), `${name}: ${status} ${text}`)
        }
      })
  })

eachDatabase('a key made by a key', world => {
  test('never holds more than the keys it was made by, whatever becomes of their roles', async () => {
    const { person, request, database } = await world()
    const admin = await person(['ADMIN'])
    const role = {
      name: 'Key makers',
      tag: 'key-makers',
      permissions: ['EDIT_API_KEYS', 'VIEW_CATALOGS', 'VIEW_ROLES'],
    }
    await request({ method: 'POST', url: '/api/v1/roles', as: admin.session, body: role })
    const make = async (as: As, type: object) =>
      (await request({ method: 'POST', url: '/api/v1/auth/key', as, body: { name: 'made', roles: [type] } })).body
        .apiKey
    const custom = { type: 'CUSTOM', tag: 'key-makers' }
    const first = await make(admin.session, custom)
    const second = await make({ bearer: first }, custom)
    const copy = { name: 'Copy', tag: 'copy', permissions: ['VIEW_CATALOGS', 'EDIT_API_KEYS', 'VIEW_ROLES'] }
    await request({ method: 'POST', url: '/api/v1/roles', as: admin.session, body: copy })
    const third = await make({ bearer: second }, { type: 'CUSTOM', tag: 'copy' })
    const reads = (bearer: string) => request({ url: '/api/v1/roles', as: { bearer } })
    assert.equal((await reads(third)).status, 200)
    const edit = { permissions: ['EDIT_API_KEYS', 'VIEW_CATALOGS'] }
    await request({ method: 'PUT', url: '/api/v1/roles/key-makers', as: admin.session, body: edit })
    for (const bearer of [first, second, third]) assert.equal((await reads(bearer)).status, 403)
    const held = await database.db
      .selectFrom('roles')
      .select('permissions')
      .where('tag', '=', 'copy')
      .executeTakeFirst()
    assert.match(held?.permissions ?? '', /VIEW_ROLES/)
  })
})

eachDatabase('a download', world => {
  test('ends with the authority it was begun with', async () => {
    const { person, token, database, app } = await world()
    const owner = await person(['ADMIN'])
    const { cid, bearer } = await token(owner)
    const rows = Array.from({ length: 1200 }, (_, n) => ({
      id: `au-download-${String(n).padStart(6, '0')}`,
      at: n,
      action: 'READ',
      object_type: 'PROFILE',
      object_identifier: 'x'.repeat(200),
      outcome: 'DONE' as const,
      count: 1,
      actor_type: 'ANONYMOUS',
    }))
    await database.transaction(async db => {
      for (let from = 0; from < rows.length; from += 200)
        await db
          .insertInto('audit_logs')
          .values(rows.slice(from, from + 200).map(row => ({ ...NOBODY, ...row })))
          .execute()
    })
    const headers = { authorization: `Bearer ${bearer}` }
    const response = await app.http.inject({ url: '/api/v1/audit-logs/csv', headers, payloadAsStream: true })
    const parts: Buffer[] = []
    const read = async () => {
      for await (const part of response.stream()) {
        parts.push(part)
        if (parts.length === 1)
          await database.transaction(db =>
            db.updateTable('credentials').set({ ended_at: 1 }).where('cid', '=', cid).execute(),
          )
      }
    }
    await assert.rejects(read)
    assert.ok(Buffer.concat(parts).toString().split('\n').length < 1200)
  })
})

const NOBODY = {
  reason: null,
  changes: null,
  actor_identifier: null,
  actor_email: null,
  actor_cid: null,
  actor_name: null,
  address: null,
  request_id: null,
  refusal_key: null,
}
