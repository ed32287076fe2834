import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { addCustomData } from '../contract/catalog/custom-data.ts'
import { bearer, call } from './api.ts'
import { findings } from './axe.ts'
import { createAndCopy } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

const entity = (tag: string, title: string, rest = '') => `openapi: 3.0.1
info:
  title: ${title}
  x-cortex-tag: ${tag}
  x-cortex-type: service
${rest}`

const editor = (page: Page) => page.getByRole('textbox', { name: /YAML$/ })

const typeInto = async (page: Page, text: string) => {
  await editor(page).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

const written = (page: Page) => editor(page).innerText()

story(
  'search and filters are in the address bar, so that a reload and a sent link show the same',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Carl Catalog', 'VIEWER'))
    const page = await open('/catalog')
    await sees(page.getByRole('row', { name: /Product search.*product-search.*Service/s }))
    assert.equal(await page.getByRole('row', { name: /team-checkout/ }).count(), 0, 'teams only when asked for')

    await page.getByRole('searchbox', { name: 'Search entities' }).fill('orders')
    await seesNot(page.getByRole('row', { name: /product-search/ }))
    await sees(page.getByRole('row', { name: /orders-database/ }))
    await page.waitForURL('**/catalog?query=orders')
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: /^database/ }).click()
    await page.waitForURL('**/catalog?query=orders&types=database')
    await page.keyboard.press('Escape')
    await seesNot(page.getByRole('row', { name: /Fulfilment.*Service/s }))

    await page.reload()
    await sees(page.getByRole('row', { name: /orders-database/ }))
    assert.equal(await page.getByRole('row').count(), 2, 'the header and one entity')
    assert.equal(await page.getByRole('searchbox', { name: 'Search entities' }).inputValue(), 'orders')

    await page.getByRole('searchbox', { name: 'Search entities' }).fill('no such thing anywhere')
    await sees(page.getByText('No results.'))
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await sees(page.getByRole('row', { name: /product-search/ }))
    assert.equal(new URL(page.url()).search, '')

    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: 'Search everything' }).fill('payments')
    await page.getByRole('option', { name: 'Search the catalog for' }).click()
    await page.waitForURL('**/catalog?query=payments')
    await sees(page.getByRole('row', { name: /payments/ }))
  },
)

story(
  'an entity’s page shows what its descriptor says, and where its owners come from',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Edda Entity', 'VIEWER'))
    const page = await open('/catalog')
    await page
      .getByRole('row', { name: /^Checkout/ })
      .getByRole('link')
      .first()
      .click()
    await sees(page.getByRole('heading', { name: 'Checkout', level: 1 }))
    assert.equal(new URL(page.url()).pathname, '/catalog/checkout')
    await sees(page.getByText('Sample', { exact: true }))
    await sees(page.getByRole('region', { name: 'Owners' }).getByRole('link', { name: 'Checkout' }))
    await page.getByRole('link', { name: 'View descriptor' }).click()
    await sees(
      page.getByText("You can read this descriptor. Requires Edit entities, which the Viewer role doesn't include."),
    )
    assert.match(await written(page), /x-cortex-tag: checkout/)
    await page.goto('/catalog/no-such-entity')
    await sees(page.getByRole('heading', { name: 'No such entity' }))
  },
)

story(
  'a fault in a new entity is shown at its line, and once fixed it is added',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Nora New', 'USER'))
    const page = await open('/catalog')
    await page.getByRole('link', { name: 'Add an entity' }).click()
    await sees(page.getByRole('heading', { name: 'Add an entity' }))
    const faulty = entity(
      'lighthouse',
      'Lighthouse',
      '  x-cortex-groups: [lamps]\n  x-cortex-groups: [towers]\n  x-cortex-link:\n    - name: Door\n      type: runbook\n      url: https://example.com/door\n',
    )
    await typeInto(page, faulty)
    await page.getByRole('button', { name: 'Review changes' }).click()
    const found = page.getByRole('list', { name: 'What was found' })
    const fault = found.getByRole('button', { name: /Fault.*Line 7/ })
    await sees(fault)
    await fault.click()
    assert.ok(
      await editor(page).evaluate(element => element.contains(document.activeElement)),
      'the fault leads into the editor',
    )
    assert.match(await written(page), /towers/)

    await typeInto(page, faulty.replace('  x-cortex-groups: [towers]\n', ''))
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await sees(page.getByText('Checked: nothing is wrong.'))
    await page.getByRole('button', { name: 'Review changes' }).click()
    await page.getByRole('button', { name: 'Add entity' }).click()
    await sees(page.getByRole('heading', { name: 'Lighthouse', level: 1 }))
    assert.equal(await page.getByRole('link', { name: 'Door' }).getAttribute('href'), 'https://example.com/door')

    await page.goto('/new-entity')
    await typeInto(page, entity('lighthouse', 'Another'))
    await page.getByRole('button', { name: 'Review changes' }).click()
    await sees(page.getByRole('list', { name: 'What was found' }).or(page.getByRole('alert')))
    assert.match(await written(page), /title: Another/)
  },
)

story(
  'the input of a person survives that another person changed the entity in the meantime',
  world,
  async ({ world, become, open }) => {
    const ed = await world.add('Ed Editor', 'USER')
    const eva = await world.add('Eva Editor', 'USER')
    await call(world.place, upsertEntity, { cookie: ed.cookie, body: entity('windmill', 'Windmill') })
    await become(ed)
    const page = await open('/catalog/windmill')
    await page.getByRole('link', { name: 'Edit descriptor' }).click()
    await sees(editor(page))
    await typeInto(page, entity('windmill', 'Windmill of Ed'))
    await call(world.place, upsertEntity, { cookie: eva.cookie, body: entity('windmill', 'Windmill of Eva') })

    await page.getByRole('button', { name: 'Review changes' }).click()
    const conflict = page.getByRole('alert')
    await sees(conflict.getByText('This was changed by someone else'))
    await sees(page.getByRole('textbox', { name: 'What someone else changed' }).getByText(/Windmill of Eva/))
    assert.match(await written(page), /Windmill of Ed\b/)
    await conflict.getByRole('button', { name: 'Reload' }).click()
    assert.match(await written(page), /Windmill of Eva/)
    await editor(page).click()
    await page.keyboard.press('Control+Z')
    assert.match(await written(page), /Windmill of Ed\b/)
    await page.getByRole('button', { name: 'Review changes' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await sees(page.getByRole('heading', { name: 'Windmill of Ed', level: 1 }))
  },
)

story('unsaved changes are not left without a question', world, async ({ world, become, open }) => {
  await become(await world.add('Lou Leaver', 'USER'))
  const page = await open('/new-entity')
  await typeInto(page, entity('half-done', 'Half done'))
  await page.getByRole('link', { name: 'Scorecards' }).click()
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  assert.match(await written(page), /Half done/)
  await page.getByRole('link', { name: 'Scorecards' }).click()
  await question.getByRole('button', { name: 'Leave' }).click()
  await sees(page.getByRole('heading', { name: 'Scorecards' }))
})

story(
  'an entity is archived, found again, brought back, and deleted after its tag was typed',
  world,
  async ({ world, become, open }) => {
    const max = await world.add('Max Manager', 'MANAGER')
    await call(world.place, upsertEntity, { cookie: max.cookie, body: entity('old-barn', 'Old barn') })
    await become(max)
    const page = await open('/catalog/old-barn')
    await page.getByRole('button', { name: 'Archive', exact: true }).click()
    await sees(page.getByText('Old barn is archived'))
    await sees(page.getByRole('button', { name: 'Unarchive' }))
    await page.goto('/catalog?query=barn')
    await sees(page.getByText('No results.'))
    await page.getByLabel('Include archived').check()
    await sees(page.getByRole('row', { name: /Old barn.*Archived/s }))
    await page.getByRole('link', { name: 'Old barn' }).click()
    await page.getByRole('button', { name: 'Unarchive' }).click()
    await sees(page.getByText('Old barn is back in the catalog'))

    await page.getByRole('button', { name: 'Delete' }).click()
    const question = page.getByRole('dialog', { name: 'Delete Old barn?' })
    await question.getByLabel('Type old-barn to confirm').fill('old')
    assert.ok(await question.getByRole('button', { name: 'Delete' }).isDisabled())
    await question.getByLabel('Type old-barn to confirm').fill('old-barn')
    await question.getByRole('button', { name: 'Delete' }).click()
    await sees(page.getByText('Old barn is deleted'))
    await sees(page.getByRole('heading', { name: 'Catalog' }))
  },
)

story('a token edits what its owner may edit, and the page shows it', world, async ({ world, become, open }) => {
  await become(await world.add('Toni Token', 'MANAGER'))
  const page = await open('/settings/tokens')
  const secret = await createAndCopy(page, 'ci')
  const body = entity('made-by-ci', 'Made by CI')
  assert.equal((await bearer(world.place, secret, '/api/v1/open-api', { method: 'POST', body })).status, 200)
  await page.goto('/catalog/made-by-ci')
  await sees(page.getByRole('heading', { name: 'Made by CI', level: 1 }))
})

const SCORECARD = `tag: readiness-of-windmills
name: Readiness of windmills
draft: false
ladder:
  levels:
    - name: Turning
      rank: 1
    - name: Milling
      rank: 2
rules:
  - title: Has an owner
    expression: ownership.allOwners().length > 0
    weight: 2
    level: Turning
    failureMessage: Name owners.
`

story('Scorecards are listed, and one shows its levels and rules', world, async ({ world, become, open }) => {
  await become(await world.add('Sven Scores', 'VIEWER'))
  const page = await open('/catalog')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Scorecards' }).click()
  await sees(page.getByRole('row', { name: /Production readiness.*production-readiness/s }))
  await sees(page.getByRole('row', { name: /Data protection/ }))
  await page.getByRole('searchbox', { name: 'Search Scorecards' }).fill('protection')
  await seesNot(page.getByRole('row', { name: /Production readiness/ }))
  await page.waitForURL('**/scorecards?query=protection')
  await page.goto('/scorecards')
  await page.getByRole('link', { name: 'Production readiness' }).click()
  await sees(page.getByRole('heading', { name: 'Production readiness', level: 1 }))
  const gold = page.getByRole('region', { name: '3. Gold', exact: true })
  await sees(gold.getByRole('row', { name: /Tests cover four lines in five.*jq\(custom/s }))
  await sees(page.getByRole('region', { name: '1. Bronze', exact: true }).getByText('Has an owner'))
  await page.getByRole('link', { name: 'View descriptor' }).click()
  await sees(
    page.getByText("You can read this descriptor. Requires Edit Scorecards, which the Viewer role doesn't include."),
  )
})

story(
  'a Scorecard is added and its descriptor edited, faults shown where they are',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Mara Manager', 'MANAGER'))
    const page = await open('/scorecards')
    await page.getByRole('link', { name: 'Add a Scorecard' }).click()
    await typeInto(page, SCORECARD)
    await page.getByRole('button', { name: 'Add Scorecard' }).click()
    await sees(page.getByRole('heading', { name: 'Readiness of windmills', level: 1 }))
    await sees(page.getByRole('region', { name: '1. Turning', exact: true }).getByText('Has an owner'))

    await page.getByRole('link', { name: 'Edit descriptor' }).click()
    await sees(editor(page))
    await typeInto(page, SCORECARD.replace('level: Turning', 'level: Flying'))
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const found = page.getByRole('list', { name: 'What was found' })
    await sees(found.getByRole('button', { name: /Fault.*Line 1[0-5]/s }))
    await typeInto(page, SCORECARD.replace('level: Turning', 'level: Milling'))
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await sees(page.getByRole('region', { name: '2. Milling', exact: true }).getByText('Has an owner'))
    await page.getByRole('button', { name: 'Delete' }).click()
    const question = page.getByRole('dialog', { name: 'Delete Readiness of windmills?' })
    await question.getByLabel('Type readiness-of-windmills to confirm').fill('readiness-of-windmills')
    await question.getByRole('button', { name: 'Delete' }).click()
    await sees(page.getByText('Readiness of windmills is deleted'))
  },
)

story(
  'the page of a team has its members and what it owns, and the catalog leads to teams',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Tia Team', 'VIEWER'))
    const page = await open('/catalog')
    await sees(page.getByText(/^\d+ teams are not in this list\./))
    await sees(page.getByText('This list contains the sample catalog'))
    assert.equal(await page.getByText('Sample', { exact: true }).count(), 1)
    assert.equal(await page.getByRole('link', { name: 'Remove samples' }).count(), 0)
    await page.getByRole('link', { name: 'Show teams' }).click()
    await page
      .getByRole('list', { name: 'Teams' })
      .getByRole('listitem')
      .filter({ hasText: 'team-checkout' })
      .last()
      .getByRole('link', { name: 'Checkout' })
      .click()
    await sees(page.getByRole('region', { name: 'Members' }).getByRole('listitem'))
    const owns = page.getByRole('region', { name: 'Owns' })
    await sees(owns.getByRole('link', { name: 'Payments', exact: true }))
    await owns.getByRole('link', { name: /^All \d+ in the catalog$/ }).click()
    await sees(page.getByRole('row', { name: /^Payments/ }))
  },
)

story('a Scorecard claims nothing that does not happen', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open('/scorecards/production-readiness')
  const settings = page.getByRole('region', { name: 'Settings' })
  await sees(settings.getByText('They have no effect in this version'))
  assert.doesNotMatch(await page.getByRole('main').innerText(), /evaluated every|can be asked for/i)
})

story('an entity shows what it depends on and what depends on it', world, async ({ world, become, open }) => {
  const dora = await world.add('Dora Depends', 'USER')
  const descriptor = (tag: string, more = '') =>
    `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n${more}`
  for (const body of [
    descriptor('dep-ledger'),
    descriptor('dep-shop', '  x-cortex-dependency:\n    - {tag: dep-ledger, method: GET, path: /balance}\n'),
  ])
    await fetch(`${world.place.address}/api/v1/open-api`, {
      method: 'POST',
      headers: { cookie: dora.cookie, origin: world.place.origin, 'content-type': 'application/openapi' },
      body,
    })
  await become(dora)
  const page = await open('/catalog/dep-shop')
  await page.getByRole('tab', { name: 'Dependencies' }).click()
  await page.waitForURL('**/catalog/dep-shop?tab=dependencies')
  await page.getByRole('radiogroup', { name: 'View' }).getByText('List').click()
  await page.waitForURL('**/catalog/dep-shop?*view=list*')
  await page.reload()
  const uses = page.getByRole('region', { name: 'Depends on (1)' })
  await sees(uses.getByText('GET /balance'))
  await sees(page.getByRole('region', { name: 'Used by' }).getByText('No entity depends on it.'))
  await uses.getByRole('link', { name: 'dep-ledger' }).click()
  await page.waitForURL('**/catalog/dep-ledger')
  await page.getByRole('tab', { name: 'Dependencies' }).click()
  await page.getByRole('radiogroup', { name: 'View' }).getByText('List').click()
  await sees(page.getByRole('region', { name: 'Used by (1)' }).getByRole('link', { name: 'dep-shop' }))
  assert.deepEqual(await findings(page), [])
})

story('a tab with nothing in it is left out, unless its address is opened', world, async ({ world, become, open }) => {
  const tabea = await world.add('Tabea Tabs', 'USER')
  await call(world.place, upsertEntity, { cookie: tabea.cookie, body: entity('bare-hut', 'Bare hut') })
  await become(tabea)
  const page = await open('/catalog/bare-hut')
  await sees(page.getByRole('tab', { name: 'Overview', selected: true }))
  assert.deepEqual(await page.getByRole('tab').allInnerTexts(), ['Overview', 'History', 'Descriptor'])
  await page.getByRole('tab', { name: 'History' }).press('ArrowRight')
  await page.waitForURL('**/catalog/bare-hut?tab=descriptor')
  assert.match(await written(page), /x-cortex-tag: bare-hut/)
  await page.goto('/catalog/bare-hut?tab=dependencies')
  await sees(page.getByRole('tab', { name: 'Dependencies', selected: true }))
  await sees(page.getByText(/^No dependencies\./))
  await page.goBack()
  await sees(page.getByRole('tab', { name: 'Descriptor', selected: true }))
  assert.deepEqual(await findings(page), [])
})

story('the data of an entity names its source, and shows what lost', world, async ({ world, become, open }) => {
  const dana = await world.add('Dana Data', 'USER')
  const { cookie } = dana
  const block = '  x-cortex-custom-metadata:\n    tier: {value: gold, description: What it promises}\n    cost: 1.50\n'
  await call(world.place, upsertEntity, { cookie, body: entity('data-mill', 'Data mill', block) })
  for (const [key, value] of [
    ['tier', 'silver'],
    ['coverage', '{"lines":81}'],
  ] as const)
    await call(world.place, addCustomData, { cookie, params: { tagOrId: 'data-mill' }, body: { key, value } })
  await become(await world.add('Vito Viewer', 'VIEWER'))
  const page = await open('/catalog/data-mill')
  await page.getByRole('tab', { name: 'Data' }).click()
  await page.waitForURL('**/catalog/data-mill?tab=data')
  await sees(page.getByRole('row', { name: /tier.*gold.*What it promises.*Descriptor/s }))
  await sees(page.getByRole('row', { name: /tier.*silver.*API.*Overridden/s }))
  await sees(page.getByRole('row', { name: /coverage.*API/s }))
  await sees(page.getByRole('row', { name: /cost.*1\.50.*Descriptor/s }))
  assert.deepEqual(await findings(page), [])
})
