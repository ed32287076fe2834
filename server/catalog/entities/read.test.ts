import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { at, editor, newTag, yaml } from './testing.ts'

eachDatabase('reading entities', world => {
  test('an entity is created by its descriptor and read by tag and by identifier', async () => {
    const { get, post } = await editor(await world())
    const tag = newTag()
    const created = await post(
      yaml(tag, '  description: Something\n  x-cortex-groups: [b, a]\n  x-cortex-custom-metadata: {tier: 1}\n'),
    )
    assert.equal(created.status, 200)
    assert.deepEqual(created.body, { ok: true, violations: [] })
    const { status, body } = await get(at(tag))
    assert.equal(status, 200)
    assert.match(body.id, /^en[0-9a-f]{16}$/)
    assert.deepEqual(body, {
      id: body.id,
      tag,
      name: tag.toUpperCase(),
      type: 'service',
      description: 'Something',
      groups: ['b', 'a'],
      links: [],
      metadata: [{ key: 'tier', value: 1 }],
      slackChannels: [],
      ownership: { emails: [], groups: [], slackChannels: [] },
      ownersV2: { teams: [], individuals: [] },
      hierarchy: { parents: [], children: [] },
      isArchived: false,
      lastUpdated: '2027-01-15T12:00:00.000Z',
      version: 1,
    })
    assert.deepEqual((await get(at(body.id))).body, body)
  })

  test('the entity tag of a compressed answer is weak, and holds for every encoding', async () => {
    const here = await world()
    const { post } = await editor(here)
    const tag = newTag()
    await post(yaml(tag, `  description: ${'long '.repeat(400)}\n`))
    const { bearer } = await here.token(await here.person(['USER']))
    const read = (headers: Record<string, string>) =>
      here.app.http.inject({ url: at(tag), headers: { authorization: `Bearer ${bearer}`, ...headers } })
    const [plain, packed] = [await read({}), await read({ 'accept-encoding': 'gzip' })]
    assert.equal(packed.headers['content-encoding'], 'gzip')
    assert.equal(packed.headers.etag, `W/${plain.headers.etag}`)
    for (const etag of [plain.headers.etag, packed.headers.etag])
      for (const encoding of ['gzip', 'identity'])
        assert.equal((await read({ 'if-none-match': `${etag}`, 'accept-encoding': encoding })).statusCode, 304)
  })

  test('entities that are created at once, in any order, find their relatives when read', async () => {
    const { get, post } = await editor(await world())
    const [root, middle, leaf] = [newTag('root'), newTag('middle'), newTag('leaf')]
    const answers = await Promise.all([
      post(yaml(leaf, `  x-cortex-parents: [{tag: ${middle}}]\n`)),
      post(yaml(root, `  x-cortex-type: domain\n  x-cortex-children: [{tag: ${middle}}, {tag: missing}]\n`)),
      post(yaml(middle, `  x-cortex-type: domain\n  x-cortex-groups: [g]\n`)),
      post(yaml(middle, `  x-cortex-type: domain\n  x-cortex-groups: [g]\n`)),
    ])
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    const { hierarchy } = (await get(at(leaf))).body
    assert.equal(hierarchy.parents[0].tag, middle)
    assert.equal(hierarchy.parents[0].type, 'domain')
    assert.equal(hierarchy.parents[0].groups, undefined)
    assert.equal(hierarchy.parents[0].parents[0].tag, root)
    const down = (await get(`${at(root)}?hierarchyDepth=1&includeHierarchyFields=groups`)).body.hierarchy
    assert.deepEqual(
      down.children.map((child: { tag: string }) => child.tag),
      [middle],
    )
    assert.deepEqual(down.children[0].groups, ['g'])
    assert.deepEqual(down.children[0].children, [])
  })

  test('owners are the teams of the catalog, inherited ones too, whatever the letter case', async () => {
    const { get, post } = await editor(await world())
    const [own, fallback, domain, service] = [newTag('Own'), newTag('fallback'), newTag('domain'), newTag('service')]
    for (const tag of [own, fallback]) await post(yaml(tag, '  x-cortex-type: team\n'))
    const owner = (name: string, inheritance: string) =>
      `  x-cortex-owners: [{type: group, name: ${name}, provider: CORTEX, inheritance: ${inheritance}}]\n`
    await post(yaml(domain, `  x-cortex-type: domain\n${owner(fallback, 'FALLBACK')}`))
    await post(yaml(service, `  x-cortex-parents: [{tag: ${domain}}]\n`))
    const inherited = (await get(at(service))).body
    assert.deepEqual(inherited.ownership.groups, [])
    assert.deepEqual(
      inherited.ownersV2.teams.map((team: { tag: string }) => team.tag),
      [fallback],
    )
    assert.equal(inherited.ownersV2.teams[0].inheritance, 'FALLBACK')
    await post(yaml(service, `  x-cortex-parents: [{tag: ${domain}}]\n${owner(own.toLowerCase(), 'NONE')}`))
    const { ownersV2 } = (await get(at(service))).body
    assert.deepEqual(
      ownersV2.teams.map((team: { tag: string; name: string }) => [team.tag, team.name]),
      [[own, own.toUpperCase()]],
    )
    assert.equal((await get(`${at(service)}?includeOwners=False`)).body.ownersV2, undefined)
  })

  test('a descriptor is answered as it was written, and as JSON in its own order', async () => {
    const { get, post } = await editor(await world())
    const tag = newTag()
    const text = yaml(tag, '  x-z: 12345678901234567890 # big\n', "paths:\n  '404': { b: 1.10, a: 0x1F }\n")
    await post(text)
    const written = await get(`${at(tag)}/openapi?yaml=true`)
    assert.equal(written.text, text)
    assert.match(String(written.headers['content-type']), /^application\/yaml/)
    const json = await get(`${at(tag)}/openapi`)
    assert.match(String(json.headers['content-type']), /^application\/json/)
    assert.equal(
      json.text,
      `{"openapi":"3.0.1","info":{"title":"${tag.toUpperCase()}","x-cortex-tag":"${tag}","x-z":12345678901234567890},"paths":{"404":{"b":1.10,"a":31}}}`,
    )
    assert.equal((await get(`${at(newTag())}/openapi`)).status, 404)
  })

  test('what is unknown is 404 with the thing in the details, whatever it looks like', async () => {
    const { get } = await editor(await world())
    const { status, body } = await get(at('no-such-thing'))
    assert.equal(status, 404)
    assert.equal(body.message, 'Not Found')
    assert.equal(body.details, 'No entity has the tag or identifier no-such-thing.')
    assert.equal((await get(at('en0123456789abcdef'))).status, 404)
    assert.equal((await get('/api/v1/catalog/%00')).status, 400)
    assert.equal((await get(at("' or 1=1 --"))).status, 404)
  })

  test('a tag with slashes and colons is found by its encoded address', async () => {
    const { get, post } = await editor(await world())
    const tag = `${newTag('org')}/repo:x@y`
    assert.equal((await post(yaml(tag))).status, 200)
    assert.equal((await get(at(tag))).body.tag, tag)
  })

  test('an entity says what the asker may do to it, when asked', async () => {
    const here = await world()
    const { get, post } = await editor(here)
    const tag = newTag()
    await post(yaml(tag))
    assert.equal((await get(at(tag))).body.abilities, undefined)
    assert.equal((await get(`${at(tag)}?abilities=true`)).body.abilities.edit.allowed, true)
    const viewer = (await here.person(['VIEWER'])).session
    const { abilities } = (await here.request({ url: `${at(tag)}?abilities=true`, as: viewer })).body
    for (const one of ['edit', 'archive', 'unarchive', 'remove']) assert.equal(abilities[one].allowed, false)
    assert.match(abilities.remove.reason, /Archive and delete entities/)
  })

  test('reading an entity with its family and inherited owners takes three statements', async () => {
    const here = await world()
    const { post } = await editor(here)
    const [parent, tag, team] = [newTag(), newTag(), newTag('team')]
    await post(yaml(team, '  x-cortex-type: team\n'))
    await post(yaml(parent, `  x-cortex-owners: [{type: group, name: ${team}, inheritance: APPEND}]\n`))
    await post(yaml(tag, `  x-cortex-parents: [{tag: ${parent}}]\n`))
    const { bearer } = await here.token(await here.person(['VIEWER']))
    await here.request({ url: at(tag), as: { bearer } })
    const before = here.database.statements()
    const { body } = await here.request({ url: at(tag), as: { bearer } })
    assert.equal(here.database.statements() - before, 3)
    assert.equal(body.ownersV2.teams[0].tag, team)
  })
})
