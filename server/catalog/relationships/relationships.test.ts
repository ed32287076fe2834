import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { auditOf, newTag } from '../entities/testing.ts'
import { declares, newType, relating, TYPES, typeBody } from './testing.ts'

eachDatabase('relationships', world => {
  let here: World
  let some: Awaited<ReturnType<typeof relating>>
  before(async () => {
    here = await world()
    some = await relating(here)
  })

  test('they are added and replaced on either side, and each write answers with what there is', async () => {
    const { ok, ask, type, entities, at, tagsAt } = some
    const tag = await type()
    const [a = '', b = '', c = ''] = await entities('side-a', 'side-b', 'side-c')
    const added = await ok('POST', at(a, tag, 'destinations'), { destinations: [b] })
    assert.deepEqual(Object.keys(added), ['destinations'])
    const { id, ...rest } = added.destinations[0]
    assert.match(id, /^en/)
    assert.deepEqual(rest, { tag: b, name: b.toUpperCase(), type: 'service' })
    assert.deepEqual((await ok('GET', at(a, tag, 'destinations'))).destinations, added.destinations)
    await ok('POST', at(a, tag, 'destinations'), { destinations: [c, b, c] })
    assert.deepEqual(await tagsAt(at(a, tag, 'destinations')), [b, c])
    assert.deepEqual(await tagsAt(at(c, tag, 'sources')), [a])
    await ok('PUT', at(a, tag, 'destinations'), { destinations: [c] })
    assert.deepEqual(await tagsAt(at(a, tag, 'destinations')), [c])
    assert.deepEqual((await ok('PUT', at(c, tag, 'sources'), { sources: [b] })).sources[0].tag, b)
    assert.deepEqual(await tagsAt(at(a, tag, 'destinations')), [])
    assert.deepEqual((await ok('PUT', at(c, tag, 'sources'), { sources: [] })).sources, [])
    const unknown = await ask('POST', at(a, tag, 'destinations'), { destinations: ['nobody-has-this'] })
    assert.deepEqual([unknown.status, unknown.body.message], [404, 'Not Found'])
    assert.equal((await ask('GET', at(a, 'no-such-type', 'sources'))).status, 404)
    assert.equal((await ask('GET', at('no-such-entity', tag, 'sources'))).status, 404)
    const changes = (await auditOf(here, a)).map(one => one.changes).filter(one => one.relationshipType)
    assert.deepEqual(
      changes.map(one => [one.relationshipType.after, one.destinationsAdded?.after, one.destinationsRemoved?.before]),
      [
        [tag, [b], undefined],
        [tag, [c], undefined],
        [tag, undefined, [b]],
      ],
    )
  })

  test('descriptors declare them before their types and entities exist, from either end', async () => {
    const { ok, describe, pairsOf, at, tagsAt, ask } = some
    const [tag, source, destination] = [newType('Later'), newTag('later-source'), newTag('Later-Destination')]
    await describe(source, declares(tag.toUpperCase(), { destinations: [destination.toUpperCase()] }))
    assert.equal((await ask('GET', `/api/v1/relationships/${tag}`)).status, 404)
    await ok('POST', TYPES, typeBody(tag))
    assert.deepEqual(await pairsOf(tag), [])
    await describe(destination, declares(tag, { sources: [source] }))
    assert.deepEqual(await pairsOf(tag), [`${source}>${destination}`], 'once, though both ends declare it')
    await describe(source)
    assert.deepEqual(await tagsAt(at(source, tag, 'destinations')), [destination])
    await describe(destination)
    assert.deepEqual(await pairsOf(tag), [])
  })

  test('where a type is declared at one end, what the other end declares is a warning and is not read', async () => {
    const { describe, type, entities, pairsOf } = some
    const tag = await type({ definitionLocation: 'SOURCE' })
    const [a = '', b = ''] = await entities('end-a', 'end-b')
    assert.deepEqual((await describe(a, declares(tag, { destinations: [b] }))).violations, [])
    const { ok, violations } = await describe(b, declares(tag, { sources: [newTag('end-c'), a] }))
    assert.equal(ok, true)
    assert.deepEqual([violations[0].violationType, violations[0].pointer], ['SHOULD', '/info/x-cortex-relationships/0'])
    assert.ok(violations[0].startLine > 1)
    assert.match(violations[0].description, /declared at its sources/)
    assert.deepEqual(await pairsOf(tag), [`${a}>${b}`])
    await describe(a)
    assert.deepEqual(await pairsOf(tag), [])
  })

  test('the descriptor wins, unless a call has force, and then until the descriptor is next written', async () => {
    const { ok, describe, type, entities, at, tagsAt } = some
    const tag = await type()
    const [a = '', b = '', c = ''] = await entities('force-a', 'force-b', 'force-c')
    await describe(a, declares(tag, { destinations: [b] }))
    const url = at(a, tag, 'destinations')
    const kept = await ok('PUT', url, { destinations: [c] })
    assert.deepEqual(
      kept.destinations.map((one: { tag: string }) => one.tag),
      [b, c],
    )
    await ok('PUT', `${url}?force=True`, { destinations: [c] })
    assert.deepEqual(await tagsAt(url), [c])
    assert.match((await some.ask('GET', `/api/v1/catalog/${a}/openapi?yaml=true`)).text, new RegExp(`tag: ${b}`))
    await describe(a, declares(tag, { destinations: [b] }))
    assert.deepEqual(await tagsAt(url), [b, c], 'the same text once more is written again')
    await ok('PUT', url, { destinations: [b] })
    await describe(a)
    assert.deepEqual(await tagsAt(url), [], 'what a descriptor declares is not stored again as the API’s')
  })

  test('trees go to a depth, end where they would repeat, and leave archived entities out', async () => {
    const { ok, ask, type, entities, at, tagsAt } = some
    const tag = await type({ allowCycles: true })
    const [a = '', b = '', c = '', d = ''] = await entities('tree-a', 'tree-b', 'tree-c', 'tree-d')
    const relationships = [
      { source: a, destination: b },
      { source: b, destination: c },
      { source: c, destination: a },
      { source: c, destination: d },
    ]
    const { errors } = await ok('POST', `/api/v1/relationships/${tag}`, { relationships })
    assert.deepEqual(errors, [])
    const url = at(a, tag, 'destinations')
    assert.deepEqual(await tagsAt(url), [b])
    assert.deepEqual(await tagsAt(`${url}?depth=2`), [b, c])
    assert.deepEqual(await tagsAt(`${url}?depth=100`), [b, c, d])
    assert.deepEqual(await tagsAt(`${at(d, tag, 'sources')}?depth=100`), [c, b, a])
    assert.equal((await ask('GET', `${url}?depth=0`)).status, 400)
    await ask('PUT', `/api/v1/catalog/${b}/archive`)
    assert.deepEqual(await tagsAt(`${url}?depth=9`), [])
    assert.deepEqual(await tagsAt(`${url}?depth=9&includeArchived=True`), [b, c, d])
    await ask('PUT', `/api/v1/catalog/${b}/unarchive`)
    await ask('DELETE', `/api/v1/catalog/${c}`)
    assert.deepEqual(await tagsAt(`${url}?depth=9`), [b])
    await some.describe(c)
    assert.deepEqual(await tagsAt(`${url}?depth=9`), [b], 'what came through the API went with the entity')
  })

  test('what breaks a rule is refused with the rule, and nothing of the call is stored', async () => {
    const { ok, ask, describe, type, entities, at, tagsAt } = some
    const [a = '', b = '', c = ''] = await entities('rule-a', 'rule-b', 'rule-c')
    const domain = newTag('rule-domain')
    await describe(domain, '  x-cortex-type: domain\n')
    const refused = async (tag: string, entity: string, destinations: string[]) => {
      const { status, body } = await ask('POST', at(entity, tag, 'destinations'), { destinations })
      assert.deepEqual([status, body.field], [400, 'destinations'])
      return body.details
    }
    const plain = await type()
    await ok('POST', at(a, plain, 'destinations'), { destinations: [b] })
    await ok('POST', at(b, plain, 'destinations'), { destinations: [c] })
    const cycle = await refused(plain, c, [domain, a])
    assert.ok(cycle.includes(`${c} → ${a} → ${b} → ${c}`), cycle)
    assert.deepEqual(await tagsAt(at(c, plain, 'destinations')), [])
    assert.match(await refused(plain, a, [a]), /itself/)
    const single = await type({ isSingleDestination: true })
    assert.match(await refused(single, a, [b, c]), /only one destination/)
    await ok('POST', at(a, single, 'destinations'), { destinations: [b] })
    assert.match(await refused(single, a, [c]), new RegExp(`has ${b}`))
    await ok('PUT', at(a, single, 'destinations'), { destinations: [c] })
    const lone = await type({ isSingleSource: true })
    await ok('POST', at(a, lone, 'destinations'), { destinations: [b, c] })
    assert.match(await refused(lone, b, [c]), new RegExp(`${c} can have only one source, and has ${a}`))
    const only = await type({ sourcesFilter: { include: true, types: ['Domain'] } })
    assert.match(await refused(only, a, [domain]), /can't be a source/)
    await ok('POST', at(domain, only, 'destinations'), { destinations: [a] })
    const not = await type({ destinationsFilter: { include: false, types: ['domain'] } })
    assert.match(await refused(not, a, [domain]), /can't be a destination/)
  })

  test('force takes the place of what a descriptor declares where there can be only one', async () => {
    const { ok, ask, describe, type, entities, at, tagsAt } = some
    const tag = await type({ isSingleSource: true, isSingleDestination: true })
    const [a = '', b = '', c = ''] = await entities('place-a', 'place-b', 'place-c')
    await describe(a, declares(tag, { destinations: [b] }))
    const url = at(c, tag, 'destinations')
    assert.equal((await ask('POST', url, { destinations: [b] })).status, 400)
    await ok('POST', `${url}?force=true`, { destinations: [b] })
    assert.deepEqual(await tagsAt(at(b, tag, 'sources')), [c])
  })

  test('what a descriptor declares against the rules is kept, with a warning', async () => {
    const { describe, type, entities, pairsOf, post } = some
    const tag = await type({ isSingleDestination: true, destinationsFilter: { include: false, types: ['domain'] } })
    const [a = '', b = ''] = await entities('warn-a', 'warn-b')
    const domain = newTag('warn-domain')
    await describe(domain, '  x-cortex-type: domain\n')
    await describe(a, declares(tag, { destinations: [b] }))
    const again = await describe(b, declares(tag, { destinations: [a, domain] }))
    const texts = again.violations.map((one: { description: string }) => one.description).join('\n')
    assert.match(texts, /close a cycle/)
    assert.match(texts, /can't be a destination/)
    assert.deepEqual(await pairsOf(tag), [`${a}>${b}`, `${b}>${a}`, `${b}>${domain}`].toSorted())
    const info = declares(tag, { destinations: [domain] })
    const dry = await post(`openapi: 3.0.1\ninfo:\n  title: B\n  x-cortex-tag: ${b}\n${info}`, '?dryRun=true')
    assert.equal(dry.body.violations.length, 1)
  })

  test('many at once: what cannot be is listed with the reason, and all else is stored', async () => {
    const { ok, describe, type, entities, pairsOf } = some
    const tag = await type()
    const [a = '', b = '', c = '', d = ''] = await entities('bulk-a', 'bulk-b', 'bulk-c', 'bulk-d')
    const url = `/api/v1/relationships/${tag}`
    await describe(d, declares(tag, { sources: [c] }))
    const pair = (source: string, destination: string) => ({ source, destination })
    const made = await ok('POST', url, {
      relationships: [pair(a, b), pair(a, b), pair(b, c), pair('nobody', b), pair(a, 'no-one'), pair(d, c)],
    })
    const named = (source: string, destination: string) => ({
      relationshipTypeTag: tag,
      sourceEntityTag: source,
      destinationEntityTag: destination,
    })
    assert.deepEqual(made.relationships, [named(a, b), named(b, c)])
    type Refused = { sourceEntityTag: string; destinationEntityTag: string; errorMessage: string }
    assert.deepEqual(
      made.errors.map((one: Refused) => [one.sourceEntityTag, one.destinationEntityTag]),
      [
        ['nobody', b],
        [a, 'no-one'],
        [d, c],
      ],
    )
    const messages = made.errors.map((one: Refused) => one.errorMessage)
    assert.match(messages[0], /Source entity not found/)
    assert.match(messages[1], /Destination entity not found/)
    assert.ok(messages[2].includes(`${d} → ${c} → ${d}`), messages[2])
    assert.deepEqual(await pairsOf(tag), [`${a}>${b}`, `${b}>${c}`, `${c}>${d}`])
    await ok('PUT', url, { relationships: [pair(a, b)] })
    assert.deepEqual(await pairsOf(tag), [`${a}>${b}`, `${c}>${d}`])
    await ok('PUT', `${url}?force=true`, { relationships: [pair(b, a)] })
    assert.deepEqual(await pairsOf(tag), [`${b}>${a}`])
    const page = await ok('GET', `${url}?pageSize=1&page=0`)
    assert.deepEqual([page.page, page.total, page.totalPages], [0, 1, 1])
    assert.deepEqual((await ok('GET', `${url}?page=7`)).relationships, [])
  })

  test('an entity’s page lists what it has of each type, both ways', async () => {
    const { ok, type, entities, at } = some
    const tag = await type({ destinationLabelPlural: 'Parts' })
    const [a = '', b = '', c = ''] = await entities('page-a', 'page-b', 'page-c')
    assert.deepEqual((await ok('GET', `/api/v1/catalog/${b}/relationships`)).types, [])
    await ok('POST', at(a, tag, 'destinations'), { destinations: [b] })
    await ok('POST', at(b, tag, 'destinations'), { destinations: [c] })
    const { types } = await ok('GET', `/api/v1/catalog/${b}/relationships`)
    assert.equal(types.length, 1)
    const [{ relationshipType, sources, destinations }] = types
    assert.deepEqual(relationshipType, { tag, name: 'Component Hierarchy', destinationLabelPlural: 'Parts' })
    assert.deepEqual([sources.total, sources.entities[0].tag], [1, a])
    assert.deepEqual([destinations.total, destinations.entities[0].tag], [1, c])
  })
})
