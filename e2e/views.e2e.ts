import assert from 'node:assert/strict'
import { listCatalogFilters, upsertEntity } from '../contract/catalog/catalog.ts'
import { createCatalogView } from '../contract/catalog/views.ts'
import { call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { worldOf } from './world.ts'

/** The threads of long reads start with the first. */
const world = worldOf({ samples: true }, ({ place, admin: { cookie } }) => call(place, listCatalogFilters, { cookie }))

story(
  'a view is saved, changed, opened with the catalog, shared and deleted',
  world,
  async ({ world, become, open, another }) => {
    await become(await world.add('Vera Views', 'MANAGER'))
    const page = await open('/catalog')
    const view = page.getByRole('combobox', { name: /^View: / })
    await sees(page.getByRole('combobox', { name: 'View: All entities' }))
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: /^Service/ }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Save view…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save view' })
    await sees(dialog)
    assert.deepEqual(await findings(page), [])
    await dialog.getByRole('button', { name: 'Save view' }).click()
    await sees(dialog.getByText('Enter a name.'))
    await dialog.getByLabel('Name').fill('Services')
    await dialog.getByRole('button', { name: 'Save view' }).click()
    await sees(page.getByRole('combobox', { name: 'View: Services' }))
    await page.waitForURL(/\/catalog\?view=vw[0-9a-f]{16}&types=service$/)

    await page.getByRole('combobox', { name: /^Columns/ }).click()
    await page.getByRole('option', { name: 'Links' }).click()
    await page.keyboard.press('Escape')
    await sees(page.getByRole('columnheader', { name: 'Links' }))
    await page.getByRole('button', { name: 'Save changes' }).click()
    await seesNot(page.getByRole('button', { name: 'Save changes' }))

    await page.getByRole('button', { name: 'Actions for view Services' }).click()
    await page.getByRole('menuitem', { name: 'Set as default' }).click()
    await sees(page.getByText('The catalog opens with Services'))
    await page.getByRole('link', { name: 'Catalog', exact: true }).first().click()
    await sees(page.getByRole('combobox', { name: /^View: Services/ }))
    await sees(page.getByRole('columnheader', { name: 'Links' }))
    await seesNot(page.getByRole('row', { name: /orders-database/ }))
    await view.click()
    await page.getByRole('option', { name: 'All entities' }).click()
    await sees(page.getByRole('row', { name: /orders-database/ }))
    assert.equal(new URL(page.url()).search, '?view=all')

    await view.click()
    await page.getByRole('option', { name: /^Services/ }).click()
    await page.getByRole('button', { name: 'Actions for view Services' }).click()
    assert.deepEqual(await findings(page), [])
    await page.getByRole('menuitem', { name: 'Share with everyone' }).click()
    await sees(page.getByText('View Services is shared'))

    const other = await another(await world.add('Rita Reader', 'VIEWER'))
    await other.goto('/catalog')
    await other.getByRole('combobox', { name: /^View: / }).click()
    await other.getByRole('option', { name: /^Services · shared/ }).click()
    await sees(other.getByRole('columnheader', { name: 'Links' }))
    await other.getByRole('button', { name: 'Actions for view Services' }).click()
    const rename = other.getByRole('menuitem', { name: /^Rename/ })
    assert.match(await rename.innerText(), /Requires Edit catalogs/)
    await other.keyboard.press('Escape')
    await other.getByRole('combobox', { name: /^Columns/ }).click()
    await other.getByRole('option', { name: 'Tag' }).click()
    await other.keyboard.press('Escape')
    const save = other.getByRole('button', { name: 'Save changes' })
    assert.equal(await save.getAttribute('aria-disabled'), 'true')
    await other.getByRole('button', { name: 'Save as…' }).click()
    await sees(other.getByText(/Requires Edit catalogs/))
    await other.getByLabel('Name').fill('My services')
    await other.getByRole('dialog').getByRole('button', { name: 'Save view' }).click()
    await sees(other.getByRole('combobox', { name: 'View: My services' }))

    await page.getByRole('button', { name: 'Actions for view Services' }).click()
    await page.getByRole('menuitem', { name: 'Delete view' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click()
    await sees(page.getByRole('combobox', { name: 'View: All entities' }))
  },
)

story('the catalog in groups counts each, opens them by keyboard, and leads to its list', world, async stage => {
  const { world, become, open } = stage
  const { cookie } = world.admin
  const lone = 'openapi: 3.0.1\ninfo:\n  title: Lone\n  x-cortex-tag: lone\n'
  await call(world.place, upsertEntity, { cookie, body: lone })
  await become(await world.add('Greta Groups', 'VIEWER'))
  const page = await open('/catalog')
  await page.getByRole('combobox', { name: 'Group by' }).click()
  await page.getByRole('option', { name: 'Owner' }).click()
  await page.waitForURL('**/catalog?groupBy=owner')
  const none = page.getByRole('button', { name: /^No owner/ })
  await none.focus()
  await page.keyboard.press('Enter')
  await sees(page.getByRole('region', { name: 'No owner' }).getByRole('row', { name: /Lone/ }))
  assert.deepEqual(await findings(page), [])
  await page.reload()
  await sees(page.getByRole('region', { name: 'No owner' }).getByRole('row', { name: /Lone/ }))
  await page.getByRole('link', { name: 'Open as a list: No owner' }).click()
  await sees(page.getByRole('checkbox', { name: 'Without an owner' }))
  await sees(page.getByRole('row', { name: /Lone/ }))
  await seesNot(page.getByRole('row', { name: /product-search/ }))
  await open('/catalog?groupBy=type&query=nothinglikethis')
  await sees(page.getByText('No results.'))
})

story(
  'views and groups fit a narrow screen',
  world,
  async ({ world, become, open }) => {
    const { cookie } = world.admin
    const name = 'A view with a name that is about as long as people ever write one'
    await call(world.place, createCatalogView, { cookie, body: { name, shows: { groupBy: 'type' }, isShared: true } })
    await become(world.admin)
    const page = await open('/catalog')
    await page.getByRole('combobox', { name: /^View: / }).click()
    await page.getByRole('option', { name: /^A view with/ }).click()
    await page.getByRole('button', { name: /^Service/ }).click()
    await settled(page)
    assert.equal(await sideways(page), 0)
    assert.deepEqual(await findings(page), [])
  },
  { viewport: { width: 360, height: 740 } },
)

story('a description is read as Markdown, and runs and loads nothing', world, async ({ world, become, open }) => {
  const { cookie } = world.admin
  const description =
    '**Bold** and `code`.\\n\\n- one\\n- [out](https://example.com/out) [run](javascript:alert(1)) <b>raw</b> ![i](https://example.com/i.png)'
  const body = `openapi: 3.0.1\ninfo:\n  title: Marked\n  x-cortex-tag: marked\n  description: "${description}"\n`
  await call(world.place, upsertEntity, { cookie, body })
  await become(await world.add('Mark Down', 'VIEWER'))
  const page = await open('/catalog/marked')
  await sees(page.locator('strong', { hasText: 'Bold' }))
  assert.equal(await page.getByRole('link', { name: 'out' }).getAttribute('href'), 'https://example.com/out')
  assert.equal(await page.getByRole('link', { name: 'run' }).count(), 0)
  assert.equal(await page.locator('main b, main img').count(), 0)
  await sees(page.getByText('<b>raw</b>'))
  assert.deepEqual(await findings(page), [])
})
