/** What is around every page: one menu, the way back, and the way up. */
import assert from 'node:assert/strict'
import { paths } from '../web/core/layout/paths.ts'
import { sees, seesNot, story } from './story.ts'
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
  await row.getByRole('cell', { name: 'service', exact: true }).click({ force: true })
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
