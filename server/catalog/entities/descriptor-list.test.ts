import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { MOST_DESCRIPTOR_CHARACTERS } from '../../../contract/catalog/descriptors.ts'
import { type As, eachDatabase, type World } from '../../testing/world.ts'

const source = (tag: string, more = '') =>
  `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag} # as written\n  x-version: 1.10\n${more}`

eachDatabase('the list of descriptors', world => {
  let here: World
  let as: As
  const write = (body: string) => here.request({ method: 'POST', url: '/api/v1/open-api', as, body })
  const list = (query = '') => here.request({ url: `/api/v1/catalog/descriptors${query}`, as })
  /** Past every check, as a fault of the disk would. */
  const store = async (tag: string, descriptor: string): Promise<string> => {
    const { id } = (await here.request({ url: `/api/v1/catalog/${tag}`, as })).body
    await here.database.transaction(db =>
      db.updateTable('entity_sources').set({ descriptor }).where('id', '=', id).execute(),
    )
    return id
  }

  before(async () => {
    here = await world()
    as = (await here.person(['USER'])).session
    for (const tag of ['b', 'a', 'c']) await write(source(tag))
    await write(source('gone'))
    await here.request({ method: 'PUT', url: '/api/v1/catalog/gone/archive', as })
    await write(source('crew', '  x-cortex-type: team\n  x-cortex-team: {members: [{name: Ada}]}\n'))
  })

  test('JSON keeps digits, and is sorted by tag; archived entities and teams are left out', async () => {
    const { status, text, body } = await list()
    assert.equal(status, 200)
    assert.deepEqual(
      body.descriptors.map((one: { info: { 'x-cortex-tag': string } }) => one.info['x-cortex-tag']),
      ['a', 'b', 'c'],
    )
    assert.match(text, /"x-version":1\.10\b/)
    assert.deepEqual([body.page, body.total, body.totalPages], [0, 3, 1])
  })

  test('YAML comes as written, for the literal true alone', async () => {
    assert.deepEqual((await list('?yaml=true&pageSize=2')).body.descriptors, [source('a'), source('b')])
    for (const yaml of ['True', 'TRUE', '1', 'yes', 'false', 'False', ''])
      assert.equal(typeof (await list(`?yaml=${yaml}`)).body.descriptors[0], 'object', yaml)
  })

  test('pages go through all of them, and one past the end is empty', async () => {
    assert.deepEqual((await list('?yaml=true&pageSize=2&page=1')).body.descriptors, [source('c')])
    assert.deepEqual((await list('?pageSize=2&page=7')).body.descriptors, [])
    assert.equal((await list('?pageSize=2&page=7')).body.totalPages, 2)
  })

  test('types filter, whatever their letter case', async () => {
    const { body } = await list('?types=Team')
    assert.equal(body.total, 1)
    assert.deepEqual(body.descriptors[0].info['x-cortex-team'], { members: [{ name: 'Ada' }] })
  })

  test('each JSON descriptor is what the entity’s own address answers', async () => {
    const { text } = await list('?pageSize=1')
    const one = await here.request({ url: '/api/v1/catalog/a/openapi', as })
    assert.ok(text.startsWith(`{"descriptors":[${one.text}],`))
  })

  test('a page that would take gigabytes is refused with what to do', async () => {
    const large = 'x'.repeat(MOST_DESCRIPTOR_CHARACTERS / 2)
    for (const tag of ['a', 'b', 'c']) await store(tag, `${source(tag)}# ${large}\n`)
    const { status, body } = await list('?yaml=true')
    assert.equal(status, 400)
    assert.match(body.details, /^pageSize: .* Ask for smaller pages\.$/)
    assert.equal((await list('?yaml=true&pageSize=1')).status, 200)
  })

  test('a descriptor that cannot be read is named beside the others', async () => {
    for (const tag of ['a', 'c']) await store(tag, source(tag))
    const id = await store('b', 'a: [')
    const { body } = await list()
    assert.equal(body.descriptors.length, 2)
    assert.deepEqual(body.unreadable, { ids: [id] })
  })
})
