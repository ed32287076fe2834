import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { putDependencies } from '../contract/catalog/dependencies.ts'
import { call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({}, async ({ place, add }) => {
  const { cookie } = await add('Dora Depends', 'USER')
  const save = (tag: string, title: string, rest = '') =>
    call(place, upsertEntity, {
      cookie,
      body: `openapi: 3.0.1\ninfo:\n  title: ${title}\n  x-cortex-tag: ${tag}\n${rest}`,
    })
  await save('hub', 'Hub')
  await save('ledger', 'Ledger')
  await save('vault', 'Vault', '  x-cortex-type: domain\n')
  await save('alone', 'Alone')
  const callers = Array.from({ length: 130 }, (_, at) => `caller-${at}`)
  for (const tag of callers) await save(tag, `Caller of the hub, with a long name ${tag.slice(7)}`)
  const values = {
    hub: [{ tag: 'ledger', method: 'GET' as const, path: '/v1/entries' }, { tag: 'hub' }],
    ledger: [{ tag: 'vault' }, { tag: 'hub' }],
    ...Object.fromEntries(callers.map(tag => [tag, [{ tag: 'hub' }]])),
  }
  await call(place, putDependencies, { cookie, body: { values } })
})

/** What is wrong in light, dark and on a narrow screen. */
const looksRight = async (page: Page) => {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    assert.deepEqual(await findings(page), [], `${colorScheme} ${width}`)
    assert.equal(await sideways(page), 0)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 800 })
}

story(
  'a Viewer sees the dependency graph of an entity, moves in it, and opens what it leaves out as a list',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Vic Viewer', 'VIEWER'))
    const page = await open('/catalog/ledger')
    await page.getByRole('tab', { name: 'Dependencies' }).click()
    const picture = page.getByRole('region', { name: 'Dependencies around ledger' })
    await sees(picture.getByRole('link', { name: 'Vault' }))
    await sees(picture.getByRole('link', { name: 'Hub', exact: true }))
    await sees(picture.getByRole('img', { name: 'Depends on itself' }))
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/picture.png` })
    await looksRight(page)
    await page.getByRole('radiogroup', { name: 'Steps' }).getByText('1 step').click()
    await page.waitForURL(/depth=1/)
    await sees(picture.getByRole('link', { name: /Vault/ }))
    await picture.getByRole('link', { name: 'Hub', exact: true }).click()
    await page.waitForURL(/\/catalog\/hub$/)

    await page.goto('/catalog/hub?tab=dependencies&view=picture')
    const large = page.getByRole('region', { name: 'Dependencies around hub' })
    const more = large.getByRole('link', { name: /others depend on Hub/ })
    await sees(more)
    assert.match(await more.innerText(), /^\+\d+$/)
    for (const name of ['Zoom in', 'Zoom out', 'Show the whole graph'])
      await large.getByRole('button', { name }).click()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/large.png` })
    await large.getByRole('link', { name: 'Hub', exact: true }).focus()
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'A')
    await more.click()
    await page.waitForURL(/view=list/)
    const callers = page.getByRole('region', { name: 'Used by (132)' })
    await sees(callers.getByRole('listitem').nth(49))
    await seesNot(callers.getByRole('listitem').nth(50))
    await callers.getByRole('button', { name: 'Show more' }).click()
    await sees(callers.getByRole('listitem').nth(99))
    await looksRight(page)
  },
)

story(
  'on a narrow screen the list comes first, and an editor sees what a descriptor has to say where there is nothing',
  world,
  async ({ world, become, open, faults }) => {
    await become(await world.add('Edda Editor', 'USER'))
    const page = await open('/catalog/hub?tab=dependencies')
    await sees(page.getByRole('region', { name: 'Dependencies around hub' }))
    await page.setViewportSize({ width: 390, height: 800 })
    await sees(page.getByRole('region', { name: /Depends on/ }))
    await page.getByRole('radiogroup', { name: 'View' }).getByText('Graph').click()
    await page.waitForURL(/view=picture/)
    await sees(page.getByRole('region', { name: 'Dependencies around hub' }))
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/narrow.png` })
    await page.goto('/catalog/alone?tab=dependencies&view=picture')
    await sees(page.getByText(/No dependencies. To add one/))
    await page.route('**/dependency-graph*', route => route.fulfill({ status: 503, body: '{}' }))
    await page.goto('/catalog/hub?tab=dependencies&view=picture')
    await sees(page.getByRole('alert'))
    assert.match(faults.splice(0).join(), /503/)
  },
)
