import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { newTag } from '../entities/testing.ts'
import { declares, relating, TYPES, typeBody } from './testing.ts'

type Owned = { teams: { tag: string; inheritance?: string }[]; individuals: { email: string }[] }

const passing = (inheritanceType: string) => ({
  inheritances: [{ parameterTag: 'x-cortex-owners', inheritanceType }],
})
const ownedBy = (email: string, inheritance = 'NONE') =>
  `  x-cortex-owners:\n    - {type: EMAIL, email: ${email}, inheritance: ${inheritance}}\n`

eachDatabase('owners over relationships', world => {
  let here: World
  let some: Awaited<ReturnType<typeof relating>>
  before(async () => {
    here = await world()
    some = await relating(here)
  })

  const read = async (tag: string): Promise<string[]> =>
    (await some.ok('GET', `/api/v1/catalog/${tag}`)).ownersV2.individuals.map(({ email }: { email: string }) => email)
  const listed = async (group: string): Promise<Record<string, string[]>> => {
    type Row = { tag: string; owners: Owned }
    const { entities }: { entities: Row[] } = await some.ok('GET', `/api/v1/catalog?includeOwners=true&groups=${group}`)
    return Object.fromEntries(entities.map(({ tag, owners }) => [tag, owners.individuals.map(({ email }) => email)]))
  }
  const grouped = (group: string) => `  x-cortex-groups: [${group}]\n`

  test('go from the source to the destination as the type says, in answers and in lists', async () => {
    const { describe, type } = some
    const group = newTag('passes')
    const source = newTag('source')
    await describe(source, ownedBy('source@example.com'))
    const expected: Record<string, string[]> = {}
    for (const [how, alone, owned] of [
      ['APPEND', ['source@example.com'], ['own@example.com', 'source@example.com']],
      ['FALLBACK', ['source@example.com'], ['own@example.com']],
      ['CONFIGURE_AT_SOURCE', [], ['own@example.com']],
      ['NONE', [], ['own@example.com']],
    ] as const) {
      const tag = await type(passing(how))
      const [bare, has] = [newTag('bare'), newTag('has')]
      await describe(bare, grouped(group) + declares(tag, { sources: [source] }))
      await describe(has, grouped(group) + ownedBy('own@example.com') + declares(tag, { sources: [source] }))
      assert.deepEqual([await read(bare), await read(has)], [alone, owned], how)
      Object.assign(expected, { [bare]: alone, [has]: owned })
    }
    assert.deepEqual(await listed(group), expected)
  })

  test('follow an edit of the type, of the source and of the relationship, at once and with another ETag', async () => {
    const { describe, type, ok, at } = some
    const [source, destination] = [newTag('giver'), newTag('taker')]
    await describe(source, ownedBy('first@example.com'))
    await describe(destination)
    const tag = await type(passing('NONE'))
    await ok('POST', at(source, tag, 'destinations'), { destinations: [destination] })
    const etags = new Set<string | null>()
    const seen = async () => {
      const { headers } = await here.request({ method: 'GET', url: `/api/v1/catalog/${destination}`, as: some.as })
      etags.add(String(headers.etag))
      return read(destination)
    }
    assert.deepEqual(await seen(), [])
    await ok('PUT', `${TYPES}/${tag}`, typeBody(tag, passing('APPEND')))
    assert.deepEqual(await seen(), ['first@example.com'])
    await describe(source, ownedBy('second@example.com'))
    assert.deepEqual(await seen(), ['second@example.com'])
    await ok('PUT', at(source, tag, 'destinations'), { destinations: [] })
    assert.deepEqual(await seen(), [])
    assert.equal(etags.size, 4)
  })

  test('do not come from an end that the type does not let declare it, nor from what is archived', async () => {
    const { describe, type, ask } = some
    const [source, destination] = [newTag('left-out'), newTag('not-reached')]
    const tag = await type({ ...passing('APPEND'), definitionLocation: 'DESTINATION' })
    await describe(source, ownedBy('out@example.com') + declares(tag, { destinations: [destination] }))
    await describe(destination)
    assert.deepEqual(await read(destination), [])
    await describe(destination, declares(tag, { sources: [source] }))
    assert.deepEqual(await read(destination), ['out@example.com'])
    assert.equal((await ask('PUT', `/api/v1/catalog/${source}/archive`)).status, 200)
    assert.deepEqual(await read(destination), [])
  })

  test('go on over parents and further relationships, and a cycle of them ends', async () => {
    const { describe, type } = some
    const tag = await type({ ...passing('APPEND'), allowCycles: true })
    const [a, b, c] = [newTag('cycle-a'), newTag('cycle-b'), newTag('cycle-c')]
    await describe(a, ownedBy('a@example.com') + declares(tag, { destinations: [b] }))
    await describe(b, ownedBy('b@example.com') + declares(tag, { destinations: [c] }))
    await describe(c, ownedBy('c@example.com') + declares(tag, { destinations: [a] }))
    assert.deepEqual(await read(a), ['a@example.com', 'c@example.com', 'b@example.com'])
    const child = newTag('cycle-child')
    await describe(child, `  x-cortex-parents:\n    - tag: ${a}\n`)
    assert.deepEqual(await read(child), [], 'a parent passes on what its owners say')
  })
})
