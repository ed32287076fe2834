import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { editor, newTag, yaml } from '../entities/testing.ts'

type Owned = { teams: { tag: string; provider?: string; inheritance?: string }[]; individuals: { email: string }[] }
type Owner = readonly [name: string, provider?: string, inheritance?: string]

eachDatabase('owners', world => {
  let here: World
  let by: Awaited<ReturnType<typeof editor>>
  before(async () => {
    here = await world()
    by = await editor(here)
  })

  const team = async (members: object = { type: 'CORTEX' }) => {
    const teamTag = newTag('owning')
    const body = { teamTag, metadata: { name: teamTag }, links: [], slackChannels: [], ...members }
    const { status, text } = await here.request({ method: 'POST', url: '/api/v1/teams', as: by.as, body })
    assert.equal(status, 200, text)
    return teamTag
  }
  const backedBy = (group: string, provider = 'OKTA', more = {}) =>
    team({ type: 'IDP', idpGroup: { group, provider }, ...more })
  const entity = async (name: string, info: string, type = 'service') => {
    const tag = newTag(name)
    assert.equal((await by.post(yaml(tag, `  x-cortex-type: ${type}\n${info}`))).status, 200)
    return tag
  }
  const owner = ([name, provider = 'CORTEX', inheritance = 'NONE']: Owner) =>
    `    - {type: GROUP, name: "${name}", provider: ${provider}, inheritance: ${inheritance}}\n`
  const owners = (...names: readonly Owner[]) => `  x-cortex-owners:\n${names.map(owner).join('')}`
  const parent = (tag: string) => `  x-cortex-parents:\n    - tag: ${tag}\n`
  const listed = async (query: string): Promise<{ tag: string; owners: Owned }[]> =>
    (await by.get(`/api/v1/catalog?includeOwners=true&${query}`)).body.entities
  const read = async (tag: string): Promise<Owned> => (await by.get(`/api/v1/catalog/${tag}`)).body.ownersV2
  const tagsOf = ({ teams }: Owned) => teams.map(({ tag }) => tag)

  test('that are a group of an identity provider stand for the teams that are backed by it', async () => {
    const [one, two] = [await backedBy('Core Engineers'), await backedBy('core engineers')]
    await backedBy('Core Engineers', 'GOOGLE')
    const owned = await entity('owned', owners(['Core ENGINEERS', 'okta']))
    const { teams } = await read(owned)
    assert.deepEqual(
      teams.map(({ tag, provider, inheritance }) => [tag, provider, inheritance]),
      [one, two].toSorted().map(tag => [tag, 'OKTA', 'NONE']),
    )
    assert.deepEqual(
      (await listed(`owners=${one}`)).map(({ tag, owners }) => [tag, tagsOf(owners)]),
      [[owned, tagsOf({ teams, individuals: [] })]],
    )
    await by.remove(`/api/v1/teams/${one}`)
    assert.deepEqual(tagsOf(await read(owned)), [two])
    assert.deepEqual(await listed(`owners=${one}`), [])
  })

  test('of parents count by their inheritance, whether they are teams or groups', async () => {
    const group = newTag('Group')
    const [own, appended, fallback, none] = [await team(), await backedBy(group), await team(), await team()]
    const top = await entity('top', owners([group, 'OKTA', 'APPEND'], [fallback, 'CORTEX', 'FALLBACK']), 'domain')
    const middle = await entity('middle', owners([none]) + parent(top), 'domain')
    const [owned, bare] = [await entity('leaf', owners([own]) + parent(middle)), await entity('leaf', parent(middle))]
    const alone = await entity('top', owners([fallback, 'CORTEX', 'FALLBACK'], [none]), 'domain')
    const orphan = await entity('leaf', parent(alone))
    const expected = [
      [owned, [own, appended]],
      [bare, [appended]],
      [orphan, [fallback]],
    ] as const
    for (const [tag, teams] of expected) assert.deepEqual(tagsOf(await read(tag)), teams)
    const page = new Map((await listed(`query=leaf`)).map(one => [one.tag, tagsOf(one.owners)]))
    for (const [tag, teams] of expected) assert.deepEqual(page.get(tag), teams, 'a page says the same')
  })

  test('that are a group make an entity one of those that its members own', async () => {
    const { session, email } = await here.person(['USER'])
    const group = newTag('Mine')
    const mine = await backedBy(group, 'AZURE_DEVOPS', { additionalMembers: [{ name: 'Me', email }] })
    const owned = await entity('mine', owners([group, 'AZURE_DEVOPS']))
    await entity('theirs', owners([group, 'OKTA']))
    const { body } = await here.request({ url: '/api/v1/home', as: session })
    assert.deepEqual(
      [body.owned.teams.map(({ tag }: { tag: string }) => tag), body.owned.count, body.owned.first[0].tag],
      [[mine], 1, owned],
    )
  })
})
