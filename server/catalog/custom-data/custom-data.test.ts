import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { renewOwn } from '../entities/renew.ts'
import { at, auditOf, editor, newTag, yaml } from '../entities/testing.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Listed = { key: string; value: unknown; source: string; overridden?: boolean }

const ADVANCED = '/api/v1/catalog/custom-data'

eachDatabase('custom data', world => {
  let here: World
  let as: { cookie: string }
  let post: (body: string) => Promise<{ status: number }>
  before(async () => {
    here = await world()
    const some = await editor(here)
    as = some.as
    post = some.post
  })

  const ask = (method: Method, url: string, body?: unknown) =>
    here.request({ method, url, as, ...(body === undefined ? {} : { body }) })
  const entity = async (name: string, info = '') => {
    const tag = newTag(name)
    assert.equal((await post(yaml(tag, info))).status, 200)
    return tag
  }
  const dataAt = (tag: string) => `${at(tag)}/custom-data`
  const set = async (tag: string, key: string, value: unknown, query = '') => {
    const answer = await ask('POST', dataAt(tag) + query, { key, value })
    assert.equal(answer.status, 200, answer.text)
    return answer
  }
  const listed = async (tag: string, query = '') => {
    const { status, body } = await ask('GET', dataAt(tag) + query)
    assert.equal(status, 200)
    return body.map(
      ({ key, value, source, overridden }: Listed) =>
        `${key}=${JSON.stringify(value)} ${source}${overridden ? ' overridden' : ''}`,
    )
  }
  const metadata = 'x-cortex-custom-metadata'

  test('the answer about an entity and a list have the same data, whatever is in keys and values', async () => {
    const tag = await entity('odd')
    const keys = [
      '"quoted"',
      'back\\slash',
      '\\"',
      'größe',
      '名前',
      '😀',
      "o'brien",
      '</script>',
      '$1',
      '%s',
      'a,b',
      '{"key":1}',
    ]
    for (const key of keys) await set(tag, key, { [key]: [key, 1.5, null, true] })
    const { body } = await ask('GET', at(tag))
    const { body: list } = await ask('GET', `/api/v1/catalog?includeMetadata=true&query=${tag}`)
    const row = list.entities.find((one: { tag: string }) => one.tag === tag)
    assert.deepEqual(body.metadata, row.metadata)
    const byKey = new Map(body.metadata.map(({ key, value }: Listed) => [key, value]))
    for (const key of keys) assert.deepEqual(byKey.get(key), { [key]: [key, 1.5, null, true] }, key)
    assert.equal(body.metadata.length, keys.length)
  })

  test('a value is set, read, listed, replaced and deleted', async () => {
    const tag = await entity('data')
    const made = await ask('POST', dataAt(tag), { key: 'tier', value: { level: 1 }, description: 'How important' })
    assert.equal(made.status, 200)
    const { id, dateUpdated, ...rest } = made.body
    assert.deepEqual(rest, { key: 'tier', value: { level: 1 }, description: 'How important', source: 'API' })
    assert.ok(Number.isSafeInteger(id) && !Number.isNaN(Date.parse(dateUpdated)))
    assert.deepEqual((await ask('GET', `${dataAt(tag)}/tier`)).body, made.body)
    assert.deepEqual((await ask('GET', dataAt(tag))).body, [made.body])
    assert.deepEqual((await ask('GET', at(tag))).body.metadata, [{ key: 'tier', value: { level: 1 } }])
    const again = await ask('POST', dataAt(tag), { key: 'tier', value: 2, description: null })
    assert.deepEqual([again.body.id, again.body.value, again.body.description], [id, 2, undefined])
    assert.equal((await ask('DELETE', `${dataAt(tag)}?key=tier`)).status, 200)
    assert.deepEqual(await listed(tag), [])
    const gone = await ask('GET', `${dataAt(tag)}/tier`)
    assert.deepEqual([gone.status, gone.body.message], [404, 'Not Found'])
    assert.equal((await ask('DELETE', `${dataAt(tag)}?key=tier`)).status, 404)
    const changes = (await auditOf(here, tag)).slice(1).map(one => one.changes.customData)
    assert.deepEqual(changes, [
      { after: { tier: { level: 1 } } },
      { before: { tier: { level: 1 } }, after: { tier: 2 } },
      { before: { tier: 2 } },
    ])
  })

  test('every type of JSON is kept as it was sent, numbers with their digits and keys in their order', async () => {
    const tag = await entity('exact')
    for (const [n, sent] of [
      '1.10',
      '-0.0',
      '12345678901234567890',
      '1E+2',
      'true',
      'null',
      '""',
      '"1"',
      '[1.0,[],{}]',
      '{"10":1,"9":{"b":2.50,"a":" , : ] }"},"__proto__":1}',
    ].entries()) {
      const body = `{ "description":"d" ,"value" : ${sent},"key":"k${n}" }`
      const answer = await ask('POST', dataAt(tag), body)
      assert.equal(answer.status, 200, answer.text)
      for (const { text } of [answer, await ask('GET', `${dataAt(tag)}/k${n}`), await ask('GET', dataAt(tag))])
        assert.ok(text.includes(`"key":"k${n}","value":${sent},"description":"d"`), `${sent} in ${text}`)
      assert.ok((await ask('GET', at(tag))).text.includes(`{"key":"k${n}","value":${sent}}`))
    }
    const bulk = await ask('PUT', ADVANCED, `{"${tag}":[{"value":1.20,"key":"k0"},{"key":"new","value":[1.00]}]}`)
    assert.equal(bulk.status, 200)
    assert.match(bulk.text, /"key":"k0","value":1.20,.*"key":"new","value":\[1.00\],/)
  })

  test('the descriptor wins over the API, unless that says force, and then until it is written again', async () => {
    const block = (value: string) =>
      `  ${metadata}:\n    lang: ${value}\n    cost: {value: 1.50, description: a month}\n`
    const tag = await entity('wins', block('go'))
    assert.deepEqual(await listed(tag), ['cost=1.5 YAML', 'lang="go" YAML'])
    assert.match((await ask('GET', `${dataAt(tag)}/cost`)).text, /"value":1.50,"description":"a month","source":"YAML"/)

    assert.equal((await set(tag, 'lang', 'rust')).body.source, 'API')
    assert.deepEqual(await listed(tag), ['cost=1.5 YAML', 'lang="go" YAML'])
    assert.deepEqual(await listed(tag, '?includeOverridden=true'), [
      'cost=1.5 YAML',
      'lang="go" YAML',
      'lang="rust" API overridden',
    ])
    await set(tag, 'lang', 'zig', '?force=True')
    assert.equal((await ask('GET', `${dataAt(tag)}/lang`)).body.value, 'zig')
    assert.deepEqual((await ask('GET', at(tag))).body.metadata[1], { key: 'lang', value: 'zig' })
    assert.doesNotMatch((await ask('GET', `${at(tag)}/openapi?yaml=true`)).text, /zig|rust/)

    assert.equal((await post(yaml(tag, block('go')))).status, 200)
    assert.deepEqual(await listed(tag), ['cost=1.5 YAML', 'lang="go" YAML'], 'the same text again is written again')
    const { version } = (await ask('GET', at(tag))).body
    await post(yaml(tag, block('go')))
    assert.equal((await ask('GET', at(tag))).body.version, version, 'but changes nothing where nothing was forced')

    await post(yaml(tag))
    assert.deepEqual(await listed(tag), ['lang="zig" API'], 'what the descriptor no longer says')
  })

  test('what only the descriptor says is deleted there, or with force until it is written again', async () => {
    const info = `  ${metadata}: {lang: go}\n`
    const tag = await entity('declared', info)
    const refused = await ask('DELETE', `${dataAt(tag)}?key=lang`)
    assert.equal(refused.status, 400)
    assert.match(refused.body.details, /declared in the descriptor/)
    await set(tag, 'lang', 'rust', '?force=true')
    assert.equal((await ask('DELETE', `${dataAt(tag)}?key=lang`)).status, 200)
    assert.deepEqual(await listed(tag), ['lang="go" YAML'])
    assert.equal((await ask('DELETE', `${dataAt(tag)}?key=lang&force=true`)).status, 200)
    assert.deepEqual(await listed(tag), [])
    assert.deepEqual((await ask('GET', at(tag))).body.metadata, [])
    assert.deepEqual(await listed(tag, '?includeOverridden=true'), ['lang="go" YAML overridden'])
    assert.equal((await ask('DELETE', `${dataAt(tag)}?key=lang&force=true`)).status, 404)
    await post(yaml(tag, info))
    assert.deepEqual(await listed(tag), ['lang="go" YAML'])
  })

  test('a key with dots is looked up as it is before it is a path', async () => {
    const tag = await entity('dots')
    await set(tag, 'test', { coverage: { line: 1, 'a.b': 2 }, list: ['x', { y: 3 }] })
    await ask('POST', dataAt(tag), '{"key":"exact","value":{"cost":1.50}}')
    const read = async (key: string) => {
      const { status, body } = await ask('GET', `${dataAt(tag)}/${key}`)
      return status === 200 ? body.value : status
    }
    assert.deepEqual(await read('test.coverage'), { line: 1, 'a.b': 2 })
    assert.equal(await read('test.coverage.line'), 1)
    assert.equal(await read('test.coverage.a.b'), 2)
    assert.equal(await read('test.list.1.y'), 3)
    assert.match((await ask('GET', `${dataAt(tag)}/exact.cost`)).text, /"key":"exact.cost","value":1.50,/)
    for (const key of [
      'test.list.length',
      'test.none',
      'test.coverage.line.x',
      'test.',
      '.test',
      '...',
      'exact.cost.rawJSON',
    ])
      assert.equal(await read(key), 404, key)
    await set(tag, 'test.coverage', 'literal')
    assert.equal(await read('test.coverage'), 'literal')
    assert.equal(await read('test.coverage.line'), 1, 'a longer path is none of a text')
    const advanced = (key: string) => ask('GET', `${ADVANCED}?tag=${tag}&key=${encodeURIComponent(key)}`)
    assert.equal((await advanced('test.coverage')).body[0].value, 'literal')
    assert.deepEqual((await advanced('none')).body, [])
  })

  test('a list is an array alone, by pages and empty after the last', async () => {
    const tag = await entity('pages')
    for (const key of ['b', 'a', 'B', 'c']) await set(tag, key, 1)
    const keys = async (query: string) =>
      (await ask('GET', `${dataAt(tag)}?${query}`)).body.map(({ key }: Listed) => key)
    assert.deepEqual(await keys(''), ['B', 'a', 'b', 'c'])
    assert.deepEqual(await keys('pageSize=3&page=0'), ['B', 'a', 'b'])
    assert.deepEqual(await keys('pageSize=3&page=1'), ['c'])
    assert.deepEqual(await keys('pageSize=3&page=2'), [])
  })

  test('tags and keys with special characters have operations of their own', async () => {
    const tag = newTag('@acme/odd')
    assert.equal((await post(yaml(`"${tag}"`))).status, 200)
    const query = `tag=${encodeURIComponent(tag)}`
    const key = 'a/b c?d=e&f'
    assert.equal((await ask('POST', `${ADVANCED}?${query}`, { key, value: 1 })).status, 200)
    assert.equal((await ask('GET', `${ADVANCED}?${query}`)).body[0].key, key)
    assert.equal((await ask('GET', `${ADVANCED}?${query}&key=${encodeURIComponent(key)}`)).body[0].value, 1)
    assert.equal((await ask('GET', `${dataAt(tag)}/${encodeURIComponent(key)}`)).body.value, 1)
    assert.equal((await ask('DELETE', `${ADVANCED}?${query}&key=${encodeURIComponent(key)}`)).status, 200)
    assert.deepEqual((await ask('GET', `${ADVANCED}?${query}`)).body, [])
    for (const method of ['GET', 'DELETE'] as const)
      assert.equal((await ask(method, `${ADVANCED}?tag=nowhere-at-all&key=k`)).status, 404)
  })

  test('a bulk update sets values of many entities, names unknown tags, and leaves an audit row for each entity', async () => {
    const [one, two] = [await entity('bulk'), await entity('bulk')]
    const { id } = (await ask('GET', at(two))).body
    const body = {
      [one]: [
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
        { key: 'a', value: 3, description: 'last' },
      ],
      [id]: [{ key: 'a', value: 'x' }],
      'nowhere-at-all': [{ key: 'a', value: 1 }],
    }
    const answer = await ask('PUT', ADVANCED, body)
    assert.equal(answer.status, 200)
    assert.deepEqual(
      answer.body.values.map(({ key, value }: Listed) => [key, value]),
      [
        ['a', 3],
        ['b', 2],
        ['a', 'x'],
      ],
    )
    assert.deepEqual(answer.body.errors, { 'nowhere-at-all': 'NOT_FOUND' })
    assert.deepEqual(await listed(one), ['a=3 API', 'b=2 API'])
    assert.equal((await auditOf(here, one)).length, 2)
    assert.deepEqual((await auditOf(here, two))[1]?.changes, { customData: { after: { a: 'x' } } })

    const again = await ask('PUT', ADVANCED, { [one]: [{ key: 'b', value: 2 }], [two]: [{ key: 'a', value: 'y' }] })
    assert.deepEqual([again.status, again.body.errors], [200, undefined])
    assert.equal((await auditOf(here, one)).length, 2, 'what is set already is no change')
    assert.equal(again.body.values[0].dateUpdated, answer.body.values[1].dateUpdated)
    assert.deepEqual((await ask('PUT', ADVANCED, {})).body, { values: [] })
  })

  test('ten thousand values are one request, and one more is refused whole', async () => {
    const tags = await Promise.all(Array.from({ length: 20 }, () => entity('many')))
    const bodyOf = (each: number) =>
      Object.fromEntries(
        tags.map(tag => [tag, Array.from({ length: each }, (_, n) => ({ key: `key-${n}`, value: n }))]),
      )
    const tooMany = await ask('PUT', ADVANCED, { ...bodyOf(500), more: [{ key: 'a', value: 1 }] })
    assert.deepEqual([tooMany.status, tooMany.body.details], [400, 'A request can have up to 10,000 values.'])
    assert.deepEqual(await listed(tags[0] ?? ''), [])
    const answer = await ask('PUT', ADVANCED, bodyOf(500))
    assert.equal(answer.status, 200)
    assert.equal(answer.body.values.length, 10_000)
    assert.equal((await ask('GET', `${dataAt(tags[19] ?? '')}?pageSize=1000`)).body.length, 500)
  })

  test('two megabytes are read, and more is refused', async () => {
    const tags = await Promise.all(Array.from({ length: 3 }, () => entity('large')))
    const bodyOf = (length: number) =>
      Object.fromEntries(tags.map(tag => [tag, [{ key: 'text', value: 'x'.repeat(length) }]]))
    const answer = await ask('PUT', ADVANCED, bodyOf(600_000))
    assert.equal(answer.status, 200)
    assert.equal(answer.body.values[2].value.length, 600_000)
    assert.equal((await ask('PUT', ADVANCED, bodyOf(750_000))).status, 413)
    const faulty = await ask('PUT', ADVANCED, { ...bodyOf(500_000), faulty: [{ value: 1 }] })
    assert.deepEqual([faulty.status, faulty.body.details], [400, 'faulty.0.key: is required.'])
    assert.equal((await ask('POST', dataAt(tags[0] ?? ''), { key: 'k', value: 'x'.repeat(300_000) })).status, 413)
  })

  test('an entity has up to 1,000 keys and 1 MB from one source', async () => {
    const tag = await entity('full')
    const keys = (length: number) => Array.from({ length }, (_, n) => ({ key: `key-${n}`, value: n }))
    assert.equal((await ask('PUT', ADVANCED, { [tag]: keys(1000) })).status, 200)
    const refused = await ask('POST', dataAt(tag), { key: 'more', value: 1 })
    assert.equal(refused.status, 400)
    assert.match(refused.body.details, new RegExp(`^${tag} can have up to 1,000 keys`))
    assert.equal((await ask('GET', `${dataAt(tag)}/more`)).status, 404)
    const other = await entity('long')
    const value = 'x'.repeat(200_000)
    for (const key of 'abcde') await set(other, key, value)
    assert.equal((await ask('POST', dataAt(other), { key: 'f', value })).status, 400)
  })

  test('bad input is refused and says where', async () => {
    const tag = await entity('bad')
    for (const [body, details] of [
      [{ value: 1 }, /^key: is required/],
      [{ key: 'a' }, /^value: is required/],
      [{ key: '', value: 1 }, /^key: must not be empty/],
      [{ key: 'x'.repeat(256), value: 1 }, /^key: must have 255/],
      [{ key: 'a\0', value: 1 }, /^key: /],
      [{ key: 'a', value: 'b\0' }, /^value: contains characters/],
      [{ key: 'a', value: { deep: ['b\0'] } }, /^value: contains characters/],
      [{ key: 'a\u200b', value: 1 }, /^key: has the invisible/],
      [{ key: 'a', value: JSON.parse(`${'['.repeat(30)}${']'.repeat(30)}`) }, /nested deeper/],
      ['{"key":"a","value":}', /isn't valid JSON/],
    ] as const) {
      const answer = await ask('POST', dataAt(tag), body)
      assert.equal(answer.status, 400, answer.text)
      assert.match(answer.body.details, details)
    }
    const long = await ask('PUT', ADVANCED, { ['x'.repeat(300)]: [] })
    assert.deepEqual([long.status, /this key must have 255/.test(long.body.details)], [400, true])
    assert.equal((await ask('PUT', ADVANCED, { [tag]: { key: 'a', value: 1 } })).status, 400)
    assert.equal((await ask('PUT', ADVANCED, [])).status, 400)
    const secret = await ask('POST', dataAt(tag), {
      key: 'a',
      value: { token: (await here.token(await here.person(['USER']))).bearer },
    })
    assert.match(`${secret.status} ${secret.body.details}`, /^400 value: contains a token/)
    assert.deepEqual(await listed(tag), [])
    const viewer = (await here.person(['VIEWER'])).session
    assert.equal((await here.request({ method: 'PUT', url: ADVANCED, as: viewer, body: {} })).status, 403)
    assert.equal((await here.request({ url: dataAt(tag), as: viewer })).status, 200)
  })

  test('identical updates at the same time all succeed', async () => {
    const tag = await entity('race')
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => ask('POST', dataAt(tag), { key: 'same', value: n % 2 })),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    assert.equal((await listed(tag)).length, 1)
  })

  test('lists of entities carry it if asked, and it goes with its entity', async () => {
    const tag = await entity('listed', `  ${metadata}: {b: 1.0}\n`)
    await set(tag, 'a', [true])
    const page = async (query: string) => (await ask('GET', `/api/v1/catalog?query=${tag}&${query}`)).body.entities[0]
    assert.deepEqual((await page('')).metadata, [])
    assert.deepEqual((await page('includeMetadata=True')).metadata, [
      { key: 'a', value: [true] },
      { key: 'b', value: 1 },
    ])
    const { etag } = (await ask('GET', at(tag))).headers
    await set(tag, 'a', [false])
    assert.notEqual((await ask('GET', at(tag))).headers.etag, etag)
    await ask('DELETE', at(tag))
    await post(yaml(tag))
    assert.deepEqual(await listed(tag), [])
  })

  test('descriptors from before an upgrade are read once, for descriptions and digits', async () => {
    const tag = await entity('upgraded', `  ${metadata}:\n    cost: {value: 2.50, description: said}\n`)
    const { database } = here
    const { id } = (await ask('GET', at(tag))).body
    await database.transaction(async db => {
      await db.updateTable('custom_data').set({ value: '2.5', description: null }).where('entity_id', '=', id).execute()
      await db.deleteFrom('entity_own').where('id', '=', id).execute()
    })
    await renewOwn({ database, write: database.transaction, signal: new AbortController().signal })
    assert.match((await ask('GET', dataAt(tag))).text, /"value":2.50,"description":"said"/)
  })
})
