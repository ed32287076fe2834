/** How many statements a request about entities takes depends on what is asked for, never on how much there is. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { companyOf } from '../../../examples/company.ts'
import { type As, eachEmptyDatabase, type World } from '../../testing/world.ts'

const catalog = '/api/v1/catalog'
const EVERYTHING =
  'includeMetadata=true&includeLinks=true&includeSlackChannels=true&includeOwners=true&includeNestedFields=team:members&hierarchyDepth=full&includeHierarchyFields=groups'

/** Each has more than five rows in the smaller company too. */
const ASKED = {
  'a list': `${catalog}?pageSize=5&hierarchyDepth=0`,
  'a list with everything': `${catalog}?pageSize=5&${EVERYTHING}`,
  'a later page': `${catalog}?pageSize=5&page=1&${EVERYTHING}`,
  'a list with filters': `${catalog}?pageSize=3&types=service,domain&groups=tier-1,tier-2,tier-3,tier-4&includeOwners=true`,
  'a list by owner': `${catalog}?pageSize=1&owners=technology,retail-shop-group,storefront-team&includeMetadata=true`,
  'a search': `${catalog}?pageSize=1&query=storefront&${EVERYTHING}`,
  descriptors: `${catalog}/descriptors?pageSize=5&yaml=true`,
  'a domain with its hierarchy': `${catalog}/retail-shop`,
  'a team': `${catalog}/technology`,
} as const

eachEmptyDatabase('statements about entities', world => {
  let here: World
  let as: As

  before(async () => {
    here = await world()
    as = (await here.person(['USER'])).session
    await fill(0.015)
  })

  const fill = async (scale: number) => {
    for (const { yaml: body } of companyOf({ seed: 1, scale }).entities()) {
      const stored = await here.request({ method: 'POST', url: '/api/v1/open-api', as, body })
      assert.equal(stored.status, 200, stored.text)
    }
  }

  let revision = 0
  /** After a change, so that no answer is remembered. */
  const countOf = async (url: string) => {
    const body = `openapi: 3.0.1\ninfo:\n  title: Revision ${++revision}\n  x-cortex-tag: changed\n`
    await here.request({ method: 'POST', url: '/api/v1/open-api', as, body })
    const earlier = here.database.statements()
    const { status, text } = await here.request({ url, as })
    assert.equal(status, 200, text)
    return here.database.statements() - earlier
  }

  const counts = async () => {
    const found: Record<string, number> = {}
    for (const [name, url] of Object.entries(ASKED)) found[name] = await countOf(url)
    return found
  }

  test('are as many in a company of three times the size, and for a page of many rows as for one', async () => {
    await counts()
    const small = await counts()
    await fill(0.05)
    assert.deepEqual(await counts(), small)
    const of = (pageSize: number) => countOf(`${catalog}?pageSize=${pageSize}&${EVERYTHING}`)
    assert.equal(await of(20), await of(1))
    assert.ok((await of(20)) <= 7, 'who asks, changes, page, count, rows, family and custom data')
  })
})
