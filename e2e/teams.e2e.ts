/** Teams: the tree, the list, and a team's own page. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { getEntityDescriptor, upsertEntity } from '../contract/catalog/catalog.ts'
import { replaceTeamEdges } from '../contract/catalog/team-hierarchy.ts'
import { createTeam } from '../contract/catalog/teams.ts'
import { MOST_WHOLE_TREE } from '../contract/catalog/trees.ts'
import { paths } from '../web/core/layout/paths.ts'
import { call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

const team = (teamTag: string, name: string, members: { name: string; email: string }[] = []) => ({
  teamTag,
  type: 'CORTEX' as const,
  metadata: { name },
  cortexTeam: { members },
})

/** No story is finished before it was seen in both schemes and on a narrow screen. */
const looksRight = async (page: Page) => {
  for (const width of [1280, 400])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      await page.mouse.move(0, 0) // what was under it has another place, and no tooltip opens
      assert.deepEqual(await findings(page), [], `${colorScheme} ${width}`)
      assert.ok((await sideways(page)) <= 0, `scrolls sideways at ${width}`)
    }
  await page.setViewportSize({ width: 1280, height: 800 })
}

const tree = (page: Page) => page.getByRole('list', { name: 'Teams' })

story('teams are shown below each other, searched, and sorted in a list', world, async ({ world, become, open }) => {
  const { cookie } = world.admin
  for (const [tag, name] of [
    ['guild', 'Guild of lamps'],
    ['guild-north', 'Northern lamps'],
    ['guild-harbor', 'Harbor lamps'],
  ] as const)
    await call(world.place, createTeam, { cookie, body: team(tag, name) })
  const edges = [
    { parentTeamTag: 'guild', childTeamTag: 'guild-north' },
    { parentTeamTag: 'guild-north', childTeamTag: 'guild-harbor' },
  ]
  await call(world.place, replaceTeamEdges, { cookie, query: { replace: true }, body: { edges } })
  await become(await world.add('Tea Reader', 'VIEWER'))
  const page = await open(paths.home)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Teams' }).click()
  await sees(page.getByRole('heading', { name: 'Teams', exact: true }))
  const below = tree(page).getByRole('listitem').filter({ hasText: 'Guild of lamps' }).getByRole('list').first()
  await sees(below.getByRole('link', { name: 'Northern lamps' }))
  await sees(below.getByRole('link', { name: 'Harbor lamps' }))
  await sees(page.getByText(/^\d+ teams$/))
  await looksRight(page)

  const toggle = page.getByRole('button', { name: 'Teams below Guild of lamps' })
  await toggle.focus()
  await page.keyboard.press('Enter')
  assert.equal(await toggle.getAttribute('aria-expanded'), 'false')
  await seesNot(page.getByRole('link', { name: 'Northern lamps' }))

  await page.getByText('List', { exact: true }).click()
  await page.waitForURL('**/teams?view=list')
  await sees(page.getByRole('row', { name: /Guild of lamps.*guild/s }))
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
  await page.waitForURL('**sort=tag*')
  await looksRight(page)
  await page.getByRole('searchbox', { name: 'Search teams' }).fill('harbor')
  await sees(page.getByRole('row', { name: /Harbor lamps/ }))
  await seesNot(page.getByRole('row', { name: /Northern lamps/ }))
  await page.getByRole('searchbox', { name: 'Search teams' }).fill('no such team')
  await sees(page.getByText('No results.'))
  const add = page.getByRole('button', { name: 'Add a team' })
  assert.equal(await add.getAttribute('aria-disabled'), 'true')
})

story(
  'an editor adds a team and lists its members in a form, which leaves the rest of the text alone',
  world,
  async ({ world, become, open }) => {
    const eda = await world.add('Eda Team', 'USER')
    await become(eda)
    const page = await open(paths.teams)
    await page.getByRole('button', { name: 'Add a team' }).click()
    const form = page.getByRole('dialog', { name: 'Add a team' })
    await form.getByRole('button', { name: 'Add team' }).click()
    await sees(form.getByText('Enter a name.'))
    await form.getByLabel('Name').fill('Keepers')
    await form.getByLabel('Tag').fill('team platform')
    await form.getByRole('button', { name: 'Add team' }).click()
    await sees(form.getByText(/must start with a letter/))
    await form.getByLabel('Tag').fill('team-keepers')
    assert.deepEqual(await findings(page), [])
    await form.getByRole('button', { name: 'Add team' }).click()
    await sees(page.getByRole('heading', { name: 'Keepers', level: 1 }))
    const members = page.getByRole('region', { name: 'Members' })
    await sees(members.getByText('No members.'))

    await page.getByRole('button', { name: 'Edit members' }).click()
    const dialog = page.getByRole('dialog', { name: 'Members of Keepers' })
    await dialog.getByRole('button', { name: 'Add a member' }).click()
    await dialog.getByLabel('Name').fill('Eda Team')
    await dialog.getByLabel('Email').fill('nobody')
    await dialog.getByRole('button', { name: 'Save members' }).click()
    await sees(dialog.getByText('Enter an email address.'))
    await dialog.getByLabel('Email').fill(eda.email)
    await dialog.getByLabel('Roles').fill('lead, on-call')
    await dialog.getByRole('button', { name: 'Add a member' }).click()
    await dialog.getByLabel('Name').nth(1).fill('Double')
    await dialog.getByLabel('Email').nth(1).fill(eda.email.toUpperCase())
    await looksRight(page)
    await dialog.getByRole('button', { name: 'Save members' }).click()
    await sees(dialog.getByText(/more than once/))
    await dialog.getByRole('button', { name: 'Remove Double' }).click()
    await dialog.getByRole('button', { name: 'Save members' }).click()
    await seesNot(dialog)
    await sees(members.getByRole('link', { name: 'Eda Team' }))
    await sees(members.getByText(/lead, on-call/))
    const read = { cookie: eda.cookie, params: { tagOrId: 'team-keepers' } }
    const descriptor = JSON.stringify(await call(world.place, getEntityDescriptor, read))
    assert.match(
      descriptor,
      /"members":\[\{"name":"Eda Team","email":"eda\.team@example\.com","roles":\["lead","on-call"\]\}\]/,
    )
    await looksRight(page)
  },
)

story(
  'a team’s page shows who is in it, what it owns, and what is above and below it',
  world,
  async ({ world, become, open }) => {
    const { cookie } = world.admin
    const vera = await world.add('Vera Viewer', 'VIEWER')
    const idp = { group: 'Lamp Lighters', provider: 'OKTA' as const }
    const members = [{ name: 'Vera', email: vera.email }]
    await call(world.place, createTeam, {
      cookie,
      body: {
        teamTag: 'lighters',
        type: 'IDP',
        metadata: { name: 'Lighters' },
        idpGroup: idp,
        additionalMembers: members,
      },
    })
    const owner = '{type: GROUP, name: lamp lighters, provider: OKTA}'
    await call(world.place, upsertEntity, {
      cookie,
      body: `openapi: 3.0.1\ninfo:\n  title: Lantern\n  x-cortex-tag: lantern\n  x-cortex-owners: [${owner}]\n`,
    })
    await become(vera)
    const page = await open(paths.entity('lighters'))
    await sees(page.getByText('Everyone in the group Lamp Lighters (OKTA)'))
    await sees(page.getByRole('region', { name: 'Members' }).getByRole('link', { name: 'Vera' }))
    await sees(page.getByRole('region', { name: 'Owns' }).getByRole('link', { name: 'Lantern' }))
    const edit = page.getByRole('button', { name: 'Edit members' })
    assert.equal(await edit.getAttribute('aria-disabled'), 'true')
    await looksRight(page)
    await page.getByRole('link', { name: 'Lantern' }).click()
    const owners = page.getByRole('region', { name: 'Owners' })
    await sees(owners.getByRole('link', { name: 'Lighters' }))
    assert.equal(await owners.getByText('Inherited').count(), 0)
  },
)

story('of more than 1,000 teams each level loads when it is opened', world, async ({ world, become, open }) => {
  // one person may not send that many requests in a minute
  const writers = [await world.add('Cora Crew', 'USER'), await world.add('Cleo Crew', 'USER')]
  const crew = (number: number) => {
    const parent = number === 0 ? '' : '  x-cortex-parents:\n    - tag: crew-0\n'
    return `openapi: 3.0.1\ninfo:\n  title: Crew ${number}\n  x-cortex-tag: crew-${number}\n  x-cortex-type: team\n${parent}`
  }
  const add = (number: number) =>
    call(world.place, upsertEntity, { cookie: writers[number % 2]?.cookie ?? '', body: crew(number) })
  await add(0)
  for (let first = 1; first <= MOST_WHOLE_TREE; first += 50)
    await Promise.all(Array.from({ length: 50 }, (_, index) => add(first + index)))
  await become(world.admin)
  const page = await open(paths.teams)
  await sees(page.getByText(/^\d+ teams without a parent$/))
  await sees(tree(page).getByRole('link', { name: 'Crew 0', exact: true }))
  await seesNot(page.getByRole('link', { name: 'Crew 1', exact: true }))
  await page.getByRole('button', { name: 'Teams below Crew 0' }).click()
  await sees(page.getByRole('link', { name: 'Crew 1', exact: true }))
  assert.equal(await page.getByRole('link', { name: 'Crew 999', exact: true }).count(), 0, 'it is on a later page')
  for (let shown = 250; shown < MOST_WHOLE_TREE; shown += 250) {
    await page.getByRole('button', { name: 'Show more teams' }).click()
    await sees(page.getByRole('link', { name: /^Crew \d+$/ }).nth(shown + 1))
  }
  await sees(page.getByRole('link', { name: 'Crew 999', exact: true }))
  await seesNot(page.getByRole('button', { name: 'Show more teams' }))
})
