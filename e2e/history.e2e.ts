import assert from 'node:assert/strict'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { call } from './api.ts'
import { findings } from './axe.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `    - group-${from + at}\n`).join('')

const text = (tag: string, description: string, groups = lines(1, 30)) =>
  `openapi: 3.0.1\ninfo:\n  title: Parcel ${tag}\n  description: ${description}\n  x-cortex-tag: ${tag}\n  x-cortex-groups:\n${groups}`

story(
  'an editor sees what each version changed, where each line comes from, and restores one once its changes were shown',
  world,
  async ({ world, become, open }) => {
    const { place, admin } = world
    const { cookie } = admin
    const write = (description: string, groups?: string) =>
      call(place, upsertEntity, { cookie, body: text('parcels', description, groups) })
    await write('Sends parcels')
    await become(await world.add('Hanna History', 'USER'))
    const page = await open('/catalog/parcels?tab=history')
    await sees(page.getByText("The descriptor hasn't changed yet."))
    await write('Sends parcels and letters')
    await write('Sends parcels and letters', `${lines(1, 12)}    - added\n${lines(13, 29)}`)
    await page.reload()
    const row = page.getByRole('row', { name: /^Version 3 Current/ })
    await sees(row.getByText('1 line added, 1 line removed'))
    assert.deepEqual(await findings(page), [])
    await page.getByRole('link', { name: 'Version 3' }).click()
    await page.waitForURL('**/catalog/parcels?tab=history&version=3')
    const diff = page.getByRole('region', { name: 'From version 2 to version 3' })
    await sees(diff.getByRole('row', { name: /Added - added/ }))
    await sees(diff.getByRole('row', { name: /Removed - group-30/ }))
    assert.deepEqual(await findings(page), [])
    await diff.getByRole('button', { name: 'Show 15 unchanged lines' }).focus()
    await page.keyboard.press('Enter')
    await sees(diff.getByRole('row', { name: '6 6 x-cortex-groups:' }))
    await page.getByRole('combobox', { name: 'Compared with' }).click()
    await page.getByRole('option', { name: /^Version 1 / }).click()
    await page.waitForURL('**against=1')
    await sees(page.getByRole('region', { name: 'From version 1 to version 3' }))
    await page.getByText('Line by line').click()
    await page.waitForURL('**view=lines')
    const blame = page.getByRole('region', { name: 'Lines of version 3 and where they come from' })
    await sees(blame.getByRole('row', { name: /^Version 2 .*Sends parcels and letters/ }))
    assert.deepEqual(await findings(page), [])
    await blame.getByRole('link', { name: 'Version 2' }).click()
    await page.waitForURL('**/catalog/parcels?tab=history&version=2')
    await page.getByRole('button', { name: 'Restore' }).click()
    const dialog = page.getByRole('dialog', { name: 'Restore version 2?' })
    await sees(dialog.getByRole('region', { name: 'From version 3 to version 2' }))
    assert.deepEqual(await findings(page), [])
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await sees(page.getByText('Version 2 of parcels restored'))
    await sees(page.getByRole('row', { name: /^Version 4 Current .* Restored/ }))
    await seesNot(page.getByRole('button', { name: 'Restore' }))
  },
)

story(
  'a Viewer sees the history, and Restore says what it needs; a version that does not exist is an error',
  world,
  async ({ world, become, open }) => {
    const { place, admin } = world
    const { cookie } = admin
    for (const description of ['One', 'Two'])
      await call(place, upsertEntity, { cookie, body: text('letters', description) })
    await become(await world.add('Vito Viewer', 'VIEWER'))
    const page = await open('/catalog/letters?tab=history&version=1')
    await sees(page.getByRole('region', { name: 'All lines of version 1' }))
    await page.getByRole('button', { name: 'Restore' }).focus()
    await sees(page.getByRole('tooltip', { name: /^Requires Edit entities/ }))
    await page.goto(`${new URL(page.url()).origin}/catalog/letters?tab=history&version=77`)
    await sees(page.getByText(/No version 77 of this descriptor is kept/))
    await page.getByRole('link', { name: 'All versions' }).click()
    await sees(page.getByRole('row', { name: /^Version 2 Current/ }))
  },
)
