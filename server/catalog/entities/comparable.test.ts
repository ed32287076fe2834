import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { at, editor, newTag, yaml } from './testing.ts'

const tagsOf = ({ body }: { body: { entities: { tag: string }[] } }) => body.entities.map(({ tag }) => tag)

eachDatabase('what is compared without regard to letter case', world => {
  test('a Team is a team: it owns, it is listed as one, and the plain list leaves it out', async () => {
    const { get, post } = await editor(await world())
    const [team, owned] = [newTag('Core'), newTag('owned')]
    await post(yaml(team, '  x-cortex-type: Team\n'))
    await post(yaml(owned, `  x-cortex-owners: [{type: GROUP, name: ${team.toUpperCase()}, provider: CORTEX}]\n`))
    assert.equal((await get(at(owned))).body.ownersV2.teams[0].tag, team)
    for (const type of ['team', 'TEAM'])
      assert.deepEqual(tagsOf(await get(`/api/v1/catalog?types=${type}&query=${team}`)), [team])
    assert.deepEqual(tagsOf(await get(`/api/v1/catalog?query=${team}`)), [])
  })

  test('types and groups keep their spelling, and are found by any', async () => {
    const { get, post } = await editor(await world())
    const [tag, other, group] = [newTag(), newTag(), newTag('Stra\u00dfe')]
    await post(yaml(tag, `  x-cortex-type: AWS::EC2\n  x-cortex-groups: ["${group}"]\n`))
    await post(yaml(other, `  x-cortex-type: aws::ec2\n  x-cortex-groups: ["${group.toUpperCase()}"]\n`))
    const found = await get(
      `/api/v1/catalog?types=Aws::Ec2&groups=${encodeURIComponent(group.toLowerCase())}&includeMetadata=true`,
    )
    assert.deepEqual(tagsOf(found).sort(), [tag, other].sort())
    assert.equal((await get(at(tag))).body.type, 'AWS::EC2')
    assert.deepEqual((await get(at(other))).body.groups, [group.toUpperCase()])
    const { groups } = (await get('/api/v1/catalog-filters')).body
    const same = groups.filter(({ value }: { value: string }) => value.toLowerCase().includes(group.slice(-3)))
    assert.ok(same.length >= 1)
    assert.equal(new Set(groups.map(({ value }: { value: string }) => value.toUpperCase())).size, groups.length)
  })

  test('parents and children are found in any spelling', async () => {
    const { get, post } = await editor(await world())
    const [parent, child, below] = [newTag('Parent'), newTag('Child'), newTag('Below')]
    await post(yaml(parent))
    await post(
      yaml(
        child,
        `  x-cortex-parents: [{tag: ${parent.toLowerCase()}}]\n  x-cortex-children: [{tag: ${below.toUpperCase()}}]\n`,
      ),
    )
    await post(yaml(below))
    const { hierarchy } = (await get(at(child))).body
    assert.deepEqual([hierarchy.parents[0].tag, hierarchy.children[0].tag], [parent, below])
    const whole = (await get(`${at(parent)}?hierarchyDepth=full`)).body.hierarchy
    assert.equal(whole.children[0].children[0].tag, below)
    const own = await post(yaml(newTag('Same'), '  x-cortex-parents: [{tag: SAME}]\n').replaceAll(/same-\d+/gi, 'Same'))
    assert.equal(own.body.violations[0].title, 'Own relative')
  })

  test('words are found in any letter case and with any kind of accent', async () => {
    const { get, post } = await editor(await world())
    const [cafe, road] = [newTag(), newTag()]
    await post(yaml(cafe).replace(/title: .*/, 'title: "Cafe\u0301 Zw\u00f6lf"'))
    await post(yaml(road).replace(/title: .*/, 'title: Hamburger Gro\u00dfmarkt'))
    const find = async (query: string) => tagsOf(await get(`/api/v1/catalog?query=${encodeURIComponent(query)}`))
    for (const query of ['caf\u00e9', 'CAFE\u0301', 'zwo\u0308lf']) assert.deepEqual(await find(query), [cafe], query)
    for (const query of ['GROSSMARKT', 'gro\u00dfmarkt', 'GRO\u1e9eMARKT'])
      assert.deepEqual(await find(query), [road], query)
  })

  test('lists are in the order of the bytes of their tags', async () => {
    const { get, post } = await editor(await world())
    const group = newTag('order')
    const tags = ['Zz', 'a-b', 'a_b', 'aB', 'ab', 'a.b', 'Ab'].map(tag => `${tag}-${group}`)
    for (const tag of tags) await post(yaml(tag, `  x-cortex-groups: [${group}]\n`))
    assert.deepEqual(tagsOf(await get(`/api/v1/catalog?groups=${group}`)), tags.toSorted())
  })
})
