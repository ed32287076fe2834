/** What is around every page: one menu, the way back, and the way up. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { paths } from '../web/core/layout/paths.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

story(
  'in the settings their menu takes the place of the sidebar, and Back leads to where one was',
  world,
  async ({ world, become, open }) => {
    await become(world.admin)
    const page = await open(paths.teams)
    const main = page.getByRole('navigation', { name: 'Main' })
    await sees(main.getByRole('link', { name: 'Teams' }).and(page.locator('[aria-current=page]')))
    assert.equal(await main.locator('[aria-current=page]').count(), 1)
    await page.getByRole('button', { name: /Ada Admin.*account menu/ }).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    const settings = page.getByRole('navigation', { name: 'Settings' })
    await sees(settings.getByRole('link', { name: 'My profile' }))
    await seesNot(main)
    await settings.getByRole('link', { name: 'Members' }).click()
    await sees(page.getByRole('heading', { name: 'Members' }))
    await settings.getByRole('link', { name: 'Back' }).click()
    await sees(page.getByRole('heading', { name: 'Teams', exact: true }))
  },
)

story('a page below the first level says what it is below', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open(paths.entityDescriptor('checkout'))
  const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' })
  await sees(crumbs.getByRole('link', { name: 'checkout' }))
  await crumbs.getByRole('link', { name: 'Catalog' }).click()
  await sees(page.getByRole('heading', { name: 'Catalog', exact: true }))
  await seesNot(crumbs)
})

story('an address without a page answers inside the frame', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open('/nothing/at/this/address')
  await sees(page.getByRole('heading', { name: 'Nothing is here' }))
  await sees(page.getByRole('navigation', { name: 'Main' }))
})

story('a whole row opens what it names, and owners and groups lead on', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open(paths.catalog)
  const row = page.getByRole('row', { name: /^Checkout/ })
  await row.getByRole('cell', { name: 'Service', exact: true }).click({ force: true })
  await sees(page.getByRole('heading', { name: 'Checkout', exact: true }))
  await page.goBack()
  await row.getByRole('cell').nth(2).getByRole('link').first().click()
  await sees(page.getByRole('heading', { level: 1, name: /Team|Checkout/ }))
  assert.doesNotMatch(new URL(page.url()).pathname, /\/catalog\/checkout$/)
})

story(
  'who may not open a page reads which permission is missing and who can give it',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Vera Viewer', 'VIEWER'))
    const page = await open(paths.members)
    const alert = page.getByRole('alert')
    await sees(alert)
    const text = await alert.innerText()
    assert.match(
      text,
      /You need the .+ permission\. Your role: Viewer\. Roles that include it: .+\. Contact an administrator\./,
    )
    await sees(alert.getByRole('link', { name: 'My permissions' }))
  },
)

const fontOf = (locator: ReturnType<Page['locator']>) =>
  locator.first().evaluate(element => {
    const { fontSize, fontWeight } = getComputedStyle(element)
    return `${fontSize} ${fontWeight}`
  })

story('one type scale is used on pages, in dialogs and in tables', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open(paths.entity('checkout'))
  await settled(page)
  assert.equal(await fontOf(page.getByRole('heading', { level: 1 })), '24px 600')
  assert.equal(await fontOf(page.getByRole('heading', { level: 2, name: 'Owners' })), '13px 500')
  assert.equal(await fontOf(page.locator('body')), '14px 400')
  await page.getByRole('tab', { name: 'Data' }).click()
  assert.equal(await fontOf(page.getByRole('heading', { level: 2, name: 'Custom data' })), '15px 600')
  await page.goto(paths.members)
  await settled(page)
  assert.equal(await fontOf(page.getByRole('columnheader')), '12px 600')
  assert.equal(await fontOf(page.getByRole('cell')), '14px 400')
  assert.equal(await fontOf(page.getByRole('searchbox')), '14px 400')
  assert.equal(await fontOf(page.getByRole('combobox', { name: 'State' })), '14px 400')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite a person' })
  await sees(dialog)
  assert.equal(await fontOf(dialog.getByRole('heading', { name: 'Invite a person' })), '16px 600')
  assert.equal(await fontOf(dialog.locator('label').first()), '13px 500')
  assert.equal(await fontOf(dialog.getByRole('textbox')), '14px 400')
})

story('filters keep their height, whatever is chosen', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open(paths.catalog)
  await settled(page)
  const heights = () =>
    page
      .getByRole('main')
      .locator('[role=combobox], [type=search]')
      .evaluateAll(filters => [...new Set(filters.map(filter => filter.getBoundingClientRect().height))])
  assert.deepEqual(await heights(), [30])
  await page.getByRole('combobox', { name: 'Type' }).click()
  for (const type of ['service', 'domain', 'database']) await page.getByRole('option', { name: type }).click()
  await page.keyboard.press('Escape')
  await sees(page.getByRole('combobox', { name: 'Type: 3' }))
  assert.deepEqual(await heights(), [30])
})
