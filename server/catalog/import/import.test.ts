import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { at, auditOf, editor, newTag, yaml } from '../entities/testing.ts'

const URL = '/api/v1/catalog/import'

const importer = async (here: World) => {
  const who = await editor(here)
  return {
    ...who,
    send: (body: string | Uint8Array, query = '') =>
      here.request({
        method: 'POST',
        url: URL + query,
        as: who.as,
        body,
        headers: { 'content-type': 'application/yaml' },
      }),
  }
}

const many = (count: number, info = '') =>
  Array.from({ length: count }, () => newTag('many')).map(tag => ({ tag, text: yaml(tag, info) }))
const joined = (documents: readonly { text: string }[]) => documents.map(({ text }) => text).join('---\n')
const outcomes = (body: { entities: { outcome: string }[] }) => body.entities.map(({ outcome }) => outcome)
const counts = ({ created, updated, unchanged, failed }: Record<string, number>) => [
  created,
  updated,
  unchanged,
  failed,
]

eachDatabase('an import', world => {
  test('stores each document, with an audit row of its own, and the same again changes nothing', async () => {
    const here = await world()
    const { send, get } = await importer(here)
    const documents = many(250)
    const first = await send(joined(documents))
    assert.equal(first.status, 200, first.text)
    assert.deepEqual(counts(first.body), [250, 0, 0, 0])
    assert.deepEqual(first.body.entities[1], {
      index: 1,
      line: 6,
      tag: documents[1]?.tag,
      outcome: 'CREATED',
      violations: [],
    })
    const tag = documents[249]?.tag ?? ''
    assert.equal((await get(`${at(tag)}/openapi?yaml=true`)).text, yaml(tag))
    assert.deepEqual(
      (await auditOf(here, tag)).map(({ action }) => action),
      ['CREATE'],
    )
    const again = await send(joined(documents))
    assert.deepEqual(counts(again.body), [0, 0, 250, 0])
    assert.equal((await auditOf(here, tag)).length, 1)
  })

  test('updates what changed, and only the bad document fails, with its line and pointer', async () => {
    const here = await world()
    const { send, get } = await importer(here)
    const [one, two, three] = many(3)
    if (!one || !two || !three) throw new Error('three')
    await send(joined([one, two]))
    const changed = { ...two, text: yaml(two.tag, '  x-cortex-groups: [b]\n') }
    const bad = { text: `openapi: 3.0.1\ninfo:\n  title: T\n  x-cortex-tag: ${three.tag}\n  x-cortex-type: gadget\n` }
    const { body } = await send(joined([one, bad, changed]))
    assert.deepEqual(outcomes(body), ['UNCHANGED', 'FAILED', 'UPDATED'])
    assert.equal(body.entities[1].tag, three.tag)
    const [{ pointer, startLine, violationType }] = body.entities[1].violations
    assert.deepEqual([pointer, startLine, violationType], ['/info/x-cortex-definition', 2, 'MUST'])
    assert.deepEqual((await get(at(two.tag))).body.groups, ['b'])
    assert.equal((await get(at(three.tag))).status, 404)
  })

  test('takes one descriptor per line, as JSON or as text, and keeps each text to the character', async () => {
    const { send, get } = await importer(await world())
    const [one, two] = [newTag(), newTag()]
    const text = `# mine\r\n---\r\n${yaml(one).replaceAll('\n', '\r\n')}...\r\n`
    const json = `{"openapi":"3.0.1","info":{"title":"T","x-cortex-tag":"${two}"}}`
    const lines = `${JSON.stringify(text)}\n\n${json}\n"\\q"\nnot JSON\n`
    const { body } = await send(lines)
    assert.deepEqual(outcomes(body), ['CREATED', 'CREATED', 'FAILED', 'FAILED'])
    assert.deepEqual(
      body.entities.map(({ line }: { line: number }) => line),
      [1, 3, 4, 5],
    )
    assert.match(body.entities[2].violations[0].description, /isn't valid JSON/)
    assert.equal((await get(`${at(one)}/openapi?yaml=true`)).text, text)
    assert.equal((await get(`${at(two)}/openapi?yaml=true`)).text, json)
    assert.deepEqual(outcomes((await send(lines)).body), ['UNCHANGED', 'UNCHANGED', 'FAILED', 'FAILED'])
  })

  test('a dry run says what would happen, and stores nothing', async () => {
    const here = await world()
    const { send, get } = await importer(here)
    const [one, two, three] = many(3)
    if (!one || !two || !three) throw new Error('three')
    await send(joined([one, two]))
    const documents = [one, { text: yaml(two.tag, '  description: other\n') }, three, { text: 'a: 1\n' }]
    const { body } = await send(joined(documents), '?dryRun=true')
    assert.deepEqual(outcomes(body), ['UNCHANGED', 'UPDATED', 'CREATED', 'FAILED'])
    assert.equal((await get(at(three.tag))).status, 404)
    assert.equal((await get(at(two.tag))).body.version, 1)
  })

  test('the first descriptor with a tag counts, and the others name it, stored or not', async () => {
    const { send, get } = await importer(await world())
    const [one] = many(1)
    if (!one) throw new Error('one')
    const other = { text: yaml(one.tag, '  description: other\n') }
    const first = await send(joined([one, other, one]))
    assert.deepEqual(outcomes(first.body), ['CREATED', 'FAILED', 'FAILED'])
    assert.match(
      first.body.entities[1].violations[0].description,
      new RegExp(`${one.tag} is already in this request, on line 1`),
    )
    const far = [one, ...many(150), other]
    assert.equal((await send(joined(far))).body.entities.at(-1).outcome, 'FAILED')
    assert.equal((await get(at(one.tag))).body.version, 1)
  })

  test('the type of an entity is enforced, the schema of many at once', async () => {
    const here = await world()
    const { send } = await importer(here)
    const admin = await here.person(['ADMIN'])
    const type = newTag('gadget')
    const schema = { type: 'object', required: ['size'], properties: { size: { type: 'integer' } } }
    await here.request({
      method: 'POST',
      url: '/api/v1/catalog/definitions',
      as: admin.session,
      body: { type, schema },
    })
    const documents = Array.from({ length: 120 }, (_, nth) => ({
      text: yaml(
        newTag(),
        `  x-cortex-type: ${type}\n  x-cortex-definition: {${nth % 50 === 7 ? 'a' : 'size'}: ${nth}}\n`,
      ),
    }))
    const { body } = await send(joined(documents))
    assert.deepEqual(counts(body), [117, 0, 0, 3])
    const [{ pointer, startLine }] = body.entities[7].violations
    assert.deepEqual([pointer, startLine], ['/info/x-cortex-definition', 6])
  })

  test('values that were forced over a descriptor are taken back by the same text, as by a single write', async () => {
    const here = await world()
    const { send, get } = await importer(here)
    const admin = await here.person(['ADMIN'])
    const tag = newTag()
    const text = yaml(tag, '  x-cortex-custom-metadata: {k: yaml}\n')
    await send(text)
    const url = `${at(tag)}/custom-data?force=true`
    await here.request({ method: 'POST', url, as: admin.session, body: { key: 'k', value: 'forced' } })
    assert.deepEqual(outcomes((await send(text)).body), ['UPDATED'])
    assert.deepEqual(outcomes((await send(text)).body), ['UNCHANGED'])
    assert.equal((await get(`${at(tag)}/custom-data/k`)).body.value, 'yaml')
  })

  test('references may name entities that a later descriptor creates', async () => {
    const { send, get } = await importer(await world())
    const [parent, child] = [newTag('domain'), newTag()]
    const body = joined([
      { text: yaml(child, `  x-cortex-parents: [{tag: ${parent}}]\n`) },
      { text: yaml(parent, '  x-cortex-type: domain\n') },
    ])
    await send(body)
    assert.match((await get(at(child))).text, new RegExp(`"tag":"${parent}"`))
  })

  test('without the permission it is 403, and nothing in the body is looked at', async () => {
    const here = await world()
    const viewer = await here.person(['VIEWER'])
    assert.equal((await here.request({ method: 'POST', url: URL, as: viewer.session, body: 'a: [' })).status, 403)
    assert.equal((await here.request({ method: 'POST', url: URL, body: 'a: [' })).status, 401)
  })

  test('an empty body, too many documents and a body of more than 2 MB are refused as a whole', async () => {
    const { send } = await importer(await world())
    assert.match((await send('---\n# nothing\n')).body.details, /has no descriptors/)
    assert.match((await send('a: 1\n---\n'.repeat(501))).body.details, /up to 500 descriptors/)
    assert.equal((await send(`# ${'x'.repeat(2 * 1024 * 1024)}`)).status, 413)
    assert.equal((await send(new Uint8Array([0x61, 0x3a, 0xff]))).status, 400)
  })

  test('NUL bytes, alias bombs and deep nesting fail alone', async () => {
    const { send } = await importer(await world())
    const bomb = `a: &a [${'x,'.repeat(99)}]\n${['b', 'c', 'd', 'e'].map((key, nth) => `${key}: &${key} [${`*${'abcd'[nth]},`.repeat(99)}]\n`).join('')}`
    const [one, two] = many(2)
    if (!one || !two) throw new Error('two')
    const bad = [
      { text: `${yaml(newTag())}# \0\n` },
      { text: bomb },
      { text: `a: ${'['.repeat(5000)}\n` },
      { text: '%YAML 9\n---\na: 1\n' },
    ]
    const { body } = await send([one, ...bad.slice(0, 3), two].map(({ text }) => text).join('---\n'))
    assert.deepEqual(outcomes(body), ['CREATED', 'FAILED', 'FAILED', 'FAILED', 'CREATED'])
    assert.match(body.entities[1].violations[0].description, /U\+0000/)
  })

  test('what aliases stand for is bounded for all descriptors together', async () => {
    const { send } = await importer(await world())
    const text = (tag: string) =>
      yaml(
        tag,
        `  x-cortex-type: gizmo\n  x-cortex-definition: {a: &a [${'0123456789,'.repeat(50)}], b: &b [${'*a,'.repeat(50)}], c: [${'*b,'.repeat(60)}]}\n`,
      )
    const { body } = await send(joined(Array.from({ length: 4 }, () => ({ text: text(newTag()) }))))
    assert.deepEqual(outcomes(body), ['CREATED', 'CREATED', 'FAILED', 'FAILED'])
    assert.match(body.entities[3].violations[0].description, /aliases/)
  })

  test('where access ends between two chunks, what was stored stays and the rest is refused with the reason', async () => {
    const here = await world()
    const owner = await here.person(['USER'])
    const { cid, bearer } = await here.token(owner)
    const documents = many(350)
    const ending = here.database.db
    const sent = here.request({ method: 'POST', url: URL, as: { bearer }, body: joined(documents) })
    for (;;) {
      const { count } = await ending
        .selectFrom('entities')
        .select(eb => eb.fn.countAll().as('count'))
        .where('tag', '=', documents[0]?.tag ?? '')
        .executeTakeFirstOrThrow()
      if (Number(count) > 0) break
      await new Promise(setImmediate)
    }
    await here.request({ method: 'DELETE', url: `/api/v1/auth/token/${cid}`, as: owner.session })
    const { status, body, text } = await sent
    assert.equal(status, 200, text)
    assert.ok(body.created >= 100 && body.failed >= 50, text.slice(0, 100))
    assert.equal(body.created + body.failed, 350)
    assert.match(body.entities.at(-1).violations[0].description, /revoked/)
  })

  test('where each is stored alone and access ends between two, the report says what was stored', async () => {
    const here = await world()
    const owner = await here.person(['USER'])
    const { cid, bearer } = await here.token(owner)
    const documents = many(99)
    // refused in the transaction, so that each of the chunk gets one of its own
    const hidden = { text: yaml(newTag()).replace(/title: .*/, 'title: "a\\u202eb"') }
    const body = joined([...documents, hidden])
    const sent = here.request({ method: 'POST', url: URL, as: { bearer }, body })
    const storedOf = async () => {
      const tags = documents.map(({ tag }) => tag)
      const rows = await here.database.db.selectFrom('entities').select('tag').where('tag', 'in', tags).execute()
      return rows.map(({ tag }) => tag)
    }
    while ((await storedOf()).length === 0) await new Promise(setImmediate)
    await here.request({ method: 'DELETE', url: `/api/v1/auth/token/${cid}`, as: owner.session })
    const answer = await sent
    assert.equal(answer.status, 200, answer.text)
    const stored = await storedOf()
    assert.ok(stored.length > 0 && stored.length < 99, `${stored.length} were stored`)
    const created = answer.body.entities.filter(({ outcome }: { outcome: string }) => outcome === 'CREATED')
    assert.deepEqual(created.map(({ tag }: { tag: string }) => tag).sort(), stored.sort())
  })
})
