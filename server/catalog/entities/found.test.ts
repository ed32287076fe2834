import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { MOST_RANKED } from '../../../contract/catalog/catalog.ts'
import { inChunks } from '../../core/db/chunks.ts'
import { indexTexts } from '../../core/db/search.ts'
import { eachDatabase, type World } from '../../testing/world.ts'

const MANY = MOST_RANKED + 300
const TAGS = Array.from({ length: MANY }, (_, at) => `svc-${String(at).padStart(4, '0')}`)
const PAGE = 250

const addMany = async ({ database, time }: World) => {
  const document = { groups: [], links: [], slackChannels: [], metadata: [] }
  const ownership = { groups: [], emails: [], slackChannels: [] }
  const rows = TAGS.map((tag, at) => ({
    id: `en${at.toString(16).padStart(16, '0')}`,
    tag,
    type: 'service',
    name: tag === 'svc-0777' ? 'common ground' : tag,
    description: 'A common thing',
    document: JSON.stringify({ ...document, ownership }),
    created_at: time.now,
    updated_at: time.now,
    sample: 0 as const,
    version: 1,
  }))
  const texts = rows.map(({ id, tag, name }) => ({ id, text: `${tag}\n${name}\ta common thing\n  common` }))
  await database.transaction(async db => {
    await inChunks(rows, some => db.insertInto('entities').values(some).execute())
    await inChunks(texts, some => db.insertInto('entity_texts').values(some).execute())
  })
}

eachDatabase('searches with many matches', world => {
  let list: (query: string) => Promise<{ tags: string[]; total: number; totalPages: number }>
  before(async () => {
    const here = await world()
    await addMany(here)
    const as = (await here.person(['USER'])).session
    const add = (tag: string) => `openapi: 3.0.1\ninfo: {title: ${tag}, x-cortex-tag: ${tag}}`
    for (const tag of ['zz-common', 'common-api', 'common'])
      await here.request({ method: 'POST', url: '/api/v1/open-api', as, body: add(tag) })
    await indexTexts(here.database, 10_000)
    list = async query => {
      const { status, body } = await here.request({ url: `/api/v1/catalog?hierarchyDepth=0&${query}`, as })
      assert.equal(status, 200)
      return { ...body, tags: body.entities.map(({ tag }: { tag: string }) => tag) }
    }
  })

  const walk = async (query: string) => {
    const walked: string[] = []
    for (let page = 0; ; page++) {
      const { tags, totalPages } = await list(`${query}&pageSize=${PAGE}&page=${page}`)
      walked.push(...tags)
      if (tags.length === 0 || totalPages === page + 1) return walked
    }
  }

  test('the tags that begin with the words come first, and a client that goes on while there are pages reaches all', async () => {
    const walked = await walk('query=common')
    assert.deepEqual(walked, ['common', 'common-api', ...TAGS, 'zz-common'])
    assert.equal((await list('query=common')).total, MOST_RANKED + 1)
  })

  test('where most tags begin with the words, all are in the order of tags', async () => {
    assert.deepEqual(await walk('query=svc-'), TAGS)
  })

  test('up to the limit, matches are counted and sorted by how well they match', async () => {
    const some = await list('query=common&groups=none')
    assert.deepEqual([some.tags, some.total], [[], 0])
    const few = await list('query=common+ground')
    assert.deepEqual([few.tags, few.total], [['svc-0777'], 1])
    assert.equal((await list('query=svc-00')).total, 100)
  })

  test('a page past the end is empty', async () => {
    assert.deepEqual((await list('query=common&page=20')).tags, [])
  })
})
