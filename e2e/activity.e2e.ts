import assert from 'node:assert/strict'
import { archiveEntity, unarchiveEntity } from '../contract/catalog/catalog.ts'
import { addDeploy } from '../contract/catalog/deploys.ts'
import { createCustomEvent } from '../contract/catalog/events.ts'
import { call } from './api.ts'
import { findings } from './axe.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })
const params = { tagOrId: 'checkout' }

story(
  'an entity’s activity shows deploys, events and edits by kind and page, and the address keeps both',
  world,
  async ({ world, become, open }) => {
    const { place, admin } = world
    const { cookie } = admin
    for (let minute = 0; minute < 55; minute++)
      await call(place, addDeploy, {
        params,
        cookie,
        body: {
          title: `Release ${minute}\n\nWith a second line`,
          type: minute % 10 === 0 ? 'ROLLBACK' : 'DEPLOY',
          timestamp: new Date(Date.now() - minute * 60_000).toISOString(),
          environment: 'production',
          sha: 'c0ffee00c0ffee00',
          url: 'https://ci.example.com/1',
          deployer: { name: 'Pia Pipeline' },
        },
      })
    await call(place, createCustomEvent, {
      params,
      cookie,
      body: { title: 'Pod lost', type: 'POD_LOST', timestamp: new Date().toISOString(), url: 'javascript:alert(1)' },
    })

    for (const operation of [archiveEntity, unarchiveEntity]) await call(place, operation, { params, cookie })

    await become(admin)
    const page = await open('/catalog/checkout')
    await page.getByRole('tab', { name: 'Activity' }).click()
    await page.waitForURL('**/catalog/checkout?tab=activity')
    await sees(page.getByRole('row', { name: /Rollback Release 0.*production · c0ffee00c0 Pia Pipeline/s }))
    assert.equal(
      await page.getByRole('link', { name: 'Release 1', exact: true }).getAttribute('href'),
      'https://ci.example.com/1',
    )
    await sees(page.getByRole('row', { name: /Edit Updated: archived state ada@example\.com/ }))
    await sees(page.getByRole('row', { name: /Event Pod lost.*POD_LOST/s }))
    assert.equal(
      await page.getByRole('link', { name: 'Pod lost' }).count(),
      0,
      'an address that is not safe is no link',
    )
    assert.deepEqual(await findings(page), [])

    await page.getByRole('button', { name: 'Next' }).click()
    await page.waitForURL('**/catalog/checkout?tab=activity&page=1')
    await sees(page.getByRole('row', { name: /Release 54/ }))

    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Events' }).click()
    await page.keyboard.press('Escape')
    await page.waitForURL('**/catalog/checkout?tab=activity&kinds=EVENT')
    await seesNot(page.getByRole('row', { name: /Release/ }))
    await page.reload()
    await sees(page.getByRole('row', { name: /Pod lost/ }))
    assert.equal(await page.getByRole('row').count(), 2, 'the header and one event')
  },
)

story('people who may not see the audit log see no edits, and why', world, async ({ world, become, open }) => {
  await become(await world.add('Vic Viewer', 'VIEWER'))
  const page = await open('/catalog/orders-database?tab=activity')
  await sees(page.getByText('No activity yet.'))
  await sees(page.getByText('Edits are shown to people with the View audit logs permission.'))
  assert.deepEqual(await findings(page), [])
  await page.goto('/catalog/orders-database?tab=activity&kinds=DEPLOY')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.waitForURL('**/catalog/orders-database?tab=activity')
})
