import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { editor, newTag, yaml } from '../entities/testing.ts'

eachDatabase('custom events', world => {
  let here: World
  let as: { cookie: string }
  let post: (body: string) => Promise<{ status: number }>
  before(async () => {
    here = await world()
    const some = await editor(here)
    as = some.as
    post = some.post
  })

  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, headers = {}) =>
    here.request({ method, url: `/api/v1/catalog/${path}`, as, headers, ...(body === undefined ? {} : { body }) })
  const entity = async (name: string) => {
    const tag = newTag(name)
    assert.equal((await post(yaml(tag))).status, 200)
    return tag
  }
  const event = (more: object = {}) => ({
    title: 'Pod created',
    type: 'POD_CREATION',
    timestamp: '2027-01-05T00:00:00',
    ...more,
  })
  const report = async (tag: string, more: object = {}) => {
    const answer = await ask('POST', `${tag}/custom-events`, event(more))
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const titles = async (tag: string, query = '') => {
    const { status, body, text } = await ask('GET', `${tag}/custom-events${query}`)
    assert.equal(status, 200, text)
    return body.events.map(({ title }: { title: string }) => title)
  }

  test('one is reported as the command line does it, read by its uuid, replaced and deleted', async () => {
    const tag = await entity('events')
    const sent = {
      title: 'Pod created',
      type: 'POD_CREATION',
      timestamp: '2027-01-05T00:00:00.000Z',
      description: 'In the second cluster',
      url: 'https://k8s.example.com/pod',
      customData: { pod: 'a-1' },
    }
    const created = await ask('POST', `${tag}/custom-events`, sent, { 'user-agent': 'cortexapps-cli/1.35.0' })
    assert.equal(created.status, 200)
    const { uuid, ...rest } = created.body
    assert.deepEqual(rest, sent)
    const at = `${tag}/custom-events/${uuid}`
    assert.deepEqual((await ask('GET', at, undefined, { 'content-type': 'application/yaml' })).body, created.body)
    const replaced = await ask('PUT', at, event({ title: 'Pod replaced', description: null }))
    assert.deepEqual(replaced.body, {
      uuid,
      title: 'Pod replaced',
      type: 'POD_CREATION',
      timestamp: '2027-01-05T00:00:00.000Z',
    })
    const listed = await ask('GET', `${tag}/custom-events`)
    assert.deepEqual(listed.body, { events: [replaced.body], page: 0, total: 1, totalPages: 1 })
    const gone = await ask('DELETE', at, {}, { 'content-type': 'application/json' })
    assert.deepEqual([gone.status, gone.text], [204, ''])
    for (const method of ['GET', 'DELETE'] as const) assert.equal((await ask(method, at)).status, 404)
  })

  test('custom data is kept as it was sent', async () => {
    const tag = await entity('event-data')
    const data = '{"ratio": 0.10, "id": 9007199254740993}'
    const body = `{"title":"t","type":"T","timestamp":"2027-01-05","customData":${data}}`
    const created = await ask('POST', `${tag}/custom-events`, body, { 'content-type': 'application/json' })
    assert.ok(created.text.includes(data), created.text)
    const { text } = await ask('GET', `${tag}/custom-events/${created.body.uuid}`)
    assert.ok(text.includes(data), text)
  })

  test('they are listed by type and time, both ends included, in any form of time and with the older parameter', async () => {
    const tag = await entity('filtered')
    for (let day = 1; day <= 4; day++)
      await report(tag, { title: `${day}`, timestamp: `2027-01-0${day}T00:00:00Z`, type: day % 2 ? 'ODD' : 'EVEN' })
    const cases: [string, string[]][] = [
      ['', ['4', '3', '2', '1']],
      ['?type=ODD', ['3', '1']],
      ['?type=odd', []],
      ['?startTime=2027-01-02T00:00:00', ['4', '3', '2']],
      ['?timestamp=2027-01-03', ['4', '3']],
      ['?endTime=2027-01-02T01:00:00%2B01:00', ['2', '1']],
      ['?startTime=2027-01-02&endTime=2027-01-03&type=EVEN', ['2']],
      ['?pageSize=1&page=1', ['3']],
    ]
    for (const [query, expected] of cases) assert.deepEqual(await titles(tag, query), expected, query)
    assert.equal((await ask('GET', `${tag}/custom-events?startTime=soon`)).body.field, 'startTime')
  })

  test('they are deleted by type and time, and a misspelled or empty filter deletes nothing', async () => {
    const tag = await entity('deleted-events')
    for (let day = 1; day <= 4; day++)
      await report(tag, { title: `${day}`, timestamp: `2027-01-0${day}`, type: day % 2 ? 'ODD' : 'EVEN' })
    for (const query of ['?typ=ODD', '?type=', '?startTime=soon'])
      assert.equal((await ask('DELETE', `${tag}/custom-events${query}`)).status, 400, query)
    const misplaced = await ask('DELETE', `${tag}/custom-events`, { type: 'ODD' })
    assert.deepEqual([misplaced.status, misplaced.body.field], [400, 'body'])
    const dry = await ask('DELETE', `${tag}/custom-events?type=ODD&dryRun=true`)
    assert.deepEqual([dry.status, dry.body], [200, { deleted: 2 }])
    assert.equal((await titles(tag)).length, 4)
    const gone = await ask('DELETE', `${tag}/custom-events?type=ODD&endTime=2027-01-02`, {})
    assert.deepEqual([gone.status, gone.body], [200, { deleted: 1 }])
    assert.deepEqual(await titles(tag), ['4', '3', '2'])
    assert.deepEqual((await ask('DELETE', `${tag}/custom-events`)).body, { deleted: 3 })
  })

  test('people without the permission read and do not write', async () => {
    const tag = await entity('guarded-events')
    const { uuid } = await report(tag)
    const viewer = (await here.person(['VIEWER'])).session
    const url = `/api/v1/catalog/${tag}/custom-events`
    for (const at of [url, `${url}/${uuid}`]) assert.equal((await here.request({ url: at, as: viewer })).status, 200)
    for (const [method, at] of [
      ['POST', url],
      ['PUT', `${url}/${uuid}`],
      ['DELETE', `${url}/${uuid}`],
      ['DELETE', url],
    ] as const)
      assert.equal((await here.request({ method, url: at, as: viewer, body: event() })).status, 403)
    const other = await entity('other-events')
    assert.equal((await ask('GET', `${other}/custom-events/${uuid}`)).status, 404)
  })
})
