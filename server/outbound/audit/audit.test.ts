import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { OBJECT_TYPES } from '../../../contract/outbound/audit.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { type AuditEntry, type Outcome, rowOf, writeCounted } from '../../core/changes/audit.ts'
import { eachDatabase, type World } from '../../testing/world.ts'

const url = '/api/v1/audit-logs'
const T0 = Date.UTC(2026, 5, 1)
const MINUTE = 60_000

const person = (email: string): Actor => ({
  kind: 'session',
  user: { id: 'us1', email, name: 'Ada' },
  session: { id: 'ss1', hash: 'h', provedAt: 0 },
  roles: [],
  permissions: new Set(),
})
const credential = (cid: string, name: string) => ({
  hash: '',
  cid,
  name,
  last4: 'abcd',
  expiresAt: null,
  readOnly: false,
  unlimited: new Set<never>(),
  limitedBy: null,
})
const key = (cid: string): Actor => ({
  kind: 'api-key',
  user: undefined,
  credential: credential(cid, 'scanner'),
  roles: [],
  permissions: new Set(),
})
const token = (cid: string, email: string): Actor => ({
  kind: 'personal-token',
  user: { id: 'us2', email, name: 'Ben' },
  credential: credential(cid, 'nightly'),
  roles: [],
  permissions: new Set(),
})

type Written = { actor: Actor; entry: AuditEntry; minute: number; address?: string; outcome?: Outcome }

/** Rows of one test are found by their object type's identifier prefix: the database is shared. */
const write = async ({ database }: World, rows: readonly Written[]) => {
  for (const { actor, entry, minute, address = '10.0.0.1', outcome } of rows)
    await database.transaction(db =>
      writeCounted(db, [rowOf(entry, { actor, address, requestId: 'r1', now: T0 + minute * MINUTE }, outcome)]),
    )
}

const entity = (objectIdentifier: string, action: AuditEntry['action'] = 'UPDATE'): AuditEntry => ({
  action,
  objectType: 'ENTITY',
  objectIdentifier,
})

const ask = async (here: World, query: string) => {
  const admin = await here.person(['ADMIN'])
  return here.request({ url: `${url}?${query}`, as: admin.session })
}

const found = async (here: World, query: string): Promise<string[]> => {
  const { status, body, text } = await ask(here, query)
  assert.equal(status, 200, text)
  return body.logs.map((log: { objectIdentifier: string }) => log.objectIdentifier)
}

test('the documentation lists every type of object', () => {
  const page = readFileSync(new URL('../../../docs/audit-log.md', import.meta.url), 'utf8')
  const row = /^\| `objectType` \|.*/m.exec(page)?.[0] ?? ''
  const listed = Array.from(row.matchAll(/`([A-Z_]+)`/g), ([, type]) => type)
  assert.deepEqual(listed.toSorted(), OBJECT_TYPES.toSorted())
})

eachDatabase('the audit log', world => {
  test('shows a row as it was written, newest first', async () => {
    const here = await world()
    await write(here, [
      { actor: key('ak01'), entry: entity('shape-1', 'CREATE'), minute: 1 },
      {
        actor: token('pt01', 'ben@example.com'),
        entry: { ...entity('shape-2'), changes: { name: { before: 'Old', after: 'New' } } },
        minute: 2,
        outcome: { outcome: 'REFUSED', reason: 'needs EDIT_ENTITIES', count: 3 },
      },
    ])
    const { body } = await ask(here, 'objectIdentifiers=shape-1,shape-2')
    assert.equal(body.total, 2)
    const [newer, older] = body.logs
    assert.match(newer.id, /^au[0-9a-f]{16}$/)
    assert.deepEqual(
      { ...newer, id: '' },
      {
        id: '',
        timestamp: '2026-06-01T00:02:00.000Z',
        action: 'UPDATE',
        objectType: 'ENTITY',
        objectIdentifier: 'shape-2',
        outcome: 'REFUSED',
        reason: 'needs EDIT_ENTITIES',
        count: 3,
        changes: { name: { before: 'Old', after: 'New' } },
        actorType: 'PERSONAL_API_KEY',
        actorIdentifier: 'ben@example.com',
        actorEmail: 'ben@example.com',
        actorCredential: { cid: 'pt01', name: 'nightly' },
        ipAddress: '10.0.0.1',
        requestId: 'r1',
      },
    )
    assert.equal(older.actorIdentifier, 'ak01')
    assert.equal('changes' in older, false)
  })

  test('names the token of a row, which the row itself may not', async () => {
    const here = await world()
    const { cid } = await here.token(await here.person(['USER']), 'named')
    const rotated = { action: 'UPDATE', objectType: 'PERSONAL_TOKEN', objectIdentifier: cid } as const
    await write(here, [{ actor: key('ak01'), entry: rotated, minute: 1 }])
    const { body } = await ask(here, `objectIdentifiers=${cid}`)
    assert.ok(body.logs.length > 0)
    for (const log of body.logs) assert.equal(log.objectName, 'named')
  })

  test('takes values of one field as alternatives and wants every field that is given', async () => {
    const here = await world()
    await write(here, [
      { actor: person('ada@filters.example.com'), entry: entity('f-1', 'CREATE'), minute: 1, address: '10.9.0.1' },
      { actor: key('akf1'), entry: entity('f-2', 'DELETE'), minute: 2, address: '10.9.0.2' },
      { actor: token('ptf1', 'ben@filters.example.com'), entry: entity('f-3'), minute: 3, address: '10.9.0.3' },
      {
        actor: { kind: 'anonymous', roles: [], permissions: new Set() },
        entry: { action: 'CREATE', objectType: 'SESSION', objectIdentifier: 'f-4' },
        minute: 4,
        address: '10.9.0.4',
        outcome: { outcome: 'FAILED', reason: 'wrong password' },
      },
    ])
    const all = 'objectIdentifiers=f-1&objectIdentifiers=f-2,f-3,f-4'
    assert.deepEqual(await found(here, all), ['f-4', 'f-3', 'f-2', 'f-1'])
    const cases: [string, string[]][] = [
      ['actions=CREATE,DELETE', ['f-4', 'f-2', 'f-1']],
      ['actions=READ', []],
      ['objectTypes=session', ['f-4']],
      ['objectTypes=Entity,SCORECARD', ['f-3', 'f-2', 'f-1']],
      ['actorTypes=API_KEY,PERSONAL_API_KEY', ['f-3', 'f-2']],
      ['actorTypes=OAUTH2', ['f-1']],
      ['actorTypes=ANONYMOUS', ['f-4']],
      ['actorTypes=BACKSTAGE', []],
      ['actorApiKeyIdentifiers=ptf1', ['f-3']],
      ['actorApiKeyIdentifiers=akf1,ptf1', ['f-3', 'f-2']],
      ['actorEmails=ADA@filters.example.com', ['f-1']],
      ['actorIpAddresses=10.9.0.2,10.9.0.4', ['f-4', 'f-2']],
      ['actorRequestTypes=API_KEY_ENTITY', ['f-2']],
      ['actorRequestTypes=SLACK_COMMAND', []],
      ['actorRequestTypes=SLACK_COMMAND,API_KEY_ENTITY', ['f-2']],
      ['outcomes=FAILED', ['f-4']],
      ['actions=CREATE&actorTypes=OAUTH2', ['f-1']],
      ['actions=DELETE&actorTypes=OAUTH2', []],
      ['startTime=2026-06-01T00:02:00Z&endTime=2026-06-01T00:03:00Z', ['f-3', 'f-2']],
      ['startTime=2026-06-01T02:03:00%2B02:00', ['f-4', 'f-3']],
      ['startTime=2026-06-01T02:03:00+02:00', ['f-4', 'f-3']],
      ['endTime=2026-06-01T00:00:59.999Z', []],
      ['startTime=2026-06-01T00:02&endTime=2026-06-01%2000:03:00', ['f-3', 'f-2']],
      ['startTime=2026-06-01&endTime=2026-06-01T00:02:00.000', ['f-2', 'f-1']],
      ['endTime=2026-06-01', []],
    ]
    for (const [query, expected] of cases) assert.deepEqual(await found(here, `${all}&${query}`), expected, query)
  })

  test('refuses a time that is no instant, and names the parameter', async () => {
    const here = await world()
    for (const [name, value] of [
      ['startTime', '2026-06'],
      ['startTime', '2026-06-01T10'],
      ['endTime', '2026-02-30T00:00Z'],
      ['endTime', 'yesterday'],
    ])
      for (const path of ['', '/csv']) {
        const admin = await here.person(['ADMIN'])
        const refused = await here.request({ url: `${url}${path}?${name}=${value}`, as: admin.session })
        assert.equal(refused.status, 400, `${name}=${value}`)
        assert.equal(refused.body.field, name)
        assert.match(refused.body.details, /must be an instant, such as/)
      }
    const unknown = await ask(here, 'actions=EXPLODE')
    assert.equal(unknown.status, 400)
    assert.match(unknown.body.field, /^actions/)
    for (const name of [
      'objectIdentifiers',
      'actorEmails',
      'actorIpAddresses',
      'actorApiKeyIdentifiers',
      'objectTypes',
    ])
      assert.equal((await ask(here, `${name}=a%00b`)).status, 400, name)
  })

  test('pages without repeating or losing rows of the same millisecond; past the end is an empty list', async () => {
    const here = await world()
    await write(
      here,
      Array.from({ length: 7 }, () => ({ actor: key('akp1'), entry: entity('paged'), minute: 9 })),
    )
    const ids: string[] = []
    for (const page of [0, 1, 2, 3]) {
      const { body } = await ask(here, `objectIdentifiers=paged&pageSize=3&page=${page}`)
      assert.equal(body.total, 7)
      assert.equal(body.totalPages, 3)
      assert.equal(body.page, page)
      ids.push(...body.logs.map((log: { id: string }) => log.id))
    }
    assert.equal(ids.length, 7)
    assert.deepEqual(ids, [...new Set(ids)].sort().reverse())
  })

  test('is a CSV file with the same filters, from which a spreadsheet runs nothing', async () => {
    const here = await world()
    await write(here, [
      { actor: key('akc1'), entry: entity('=cmd|calc'), minute: 1 },
      { actor: key('akc1'), entry: { ...entity('a,"b"'), changes: { name: { before: 'x', after: 'y' } } }, minute: 2 },
      { actor: key('akc2'), entry: entity('other'), minute: 3 },
    ])
    const admin = await here.person(['ADMIN'])
    const { status, headers, text } = await here.request({
      url: `${url}/csv?actorApiKeyIdentifiers=akc1`,
      as: admin.session,
    })
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
    assert.equal(headers['content-disposition'], 'attachment; filename="audit-logs-2027-01-15.csv"')
    assert.equal(headers['cache-control'], 'no-store')
    const [head, first, second, ...rest] = text.split('\r\n')
    assert.match(head ?? '', /^timestamp,action,objectType,objectIdentifier,outcome,/)
    assert.match(first ?? '', /^2026-06-01T00:02:00\.000Z,UPDATE,ENTITY,"a,""b""",DONE,/)
    assert.match(first ?? '', /"\{""name"":\{""before"":""x"",""after"":""y""\}\}"/)
    assert.match(second ?? '', /^2026-06-01T00:01:00\.000Z,UPDATE,ENTITY,'=cmd\|calc,DONE,/)
    assert.deepEqual(rest, [''])
  })

  test('is downloaded whole across many chunks, in the order of the list', async () => {
    const here = await world()
    const rows = Array.from({ length: 1203 }, (_, index) => ({
      id: `au${String(index).padStart(16, '0')}`,
      at: T0 + Math.floor(index / 400),
      action: 'UPDATE',
      object_type: 'ENTITY',
      object_identifier: `many-${index}`,
      outcome: 'DONE' as const,
      count: 1,
      actor_type: 'API_KEY',
      actor_cid: 'akmany',
    }))
    await here.database.transaction(async db => {
      for (let from = 0; from < rows.length; from += 100)
        await db
          .insertInto('audit_logs')
          .values(rows.slice(from, from + 100))
          .execute()
    })
    const admin = await here.person(['ADMIN'])
    const { text } = await here.request({ url: `${url}/csv?actorApiKeyIdentifiers=akmany`, as: admin.session })
    const identifiers = [...text.matchAll(/,many-(\d+),/g)].map(([, index]) => Number(index))
    assert.deepEqual(identifiers, rows.map((_, index) => index).reverse())
  })
})
