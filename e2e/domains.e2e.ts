import assert from 'node:assert/strict'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({})

story('domains are a tree with what is in them, and a search finds one', world, async ({ world, become, open }) => {
  const dan = await world.add('Dan Domains', 'USER')
  await become(dan)
  const page = await open('/domains')
  await sees(page.getByText(/No domains yet/))
  await sees(page.getByRole('link', { name: 'Add an entity' }))
  const save = (tag: string, title: string, rest: string) =>
    call(world.place, upsertEntity, {
      cookie: dan.cookie,
      body: `openapi: 3.0.1\ninfo:\n  title: ${title}\n  x-cortex-tag: ${tag}\n${rest}`,
    })
  await save('shop', 'Shop', '  x-cortex-type: domain\n  x-cortex-children: [{tag: cart}, {tag: web}]\n')
  await save('cart', 'Cart', '  x-cortex-type: domain\n  x-cortex-children: [{tag: basket}, {tag: till}]\n')
  for (const [tag, title] of [
    ['basket', 'Basket'],
    ['till', 'Till'],
    ['web', 'Web'],
  ] as const)
    await save(tag, title, '')
  await become(await world.add('Vic Viewer', 'VIEWER'))
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Domains' }).click()
  const tree = page.getByRole('list', { name: 'Domains' })
  const shop = tree.getByRole('listitem').filter({ hasText: 'Shop' }).first()
  await sees(shop.getByText('1 entity', { exact: true }))
  await sees(shop.getByRole('list').getByText('2 entities'))
  await seesNot(page.getByRole('link', { name: 'Add an entity' }))
  await sees(page.getByText('2 domains'))
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/domains.png` })
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    assert.deepEqual(await findings(page), [], `${colorScheme} ${width}`)
    assert.equal(await sideways(page), 0)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await shop.getByRole('button', { name: 'Domains below Shop' }).click()
  await seesNot(tree.getByRole('link', { name: 'Cart' }))
  await page.getByRole('searchbox', { name: 'Search domains' }).fill('cart')
  await page.waitForURL(/query=cart/)
  await sees(page.getByRole('row', { name: /Cart/ }))
  await page.getByRole('link', { name: 'Cart' }).click()
  await page.waitForURL(/\/catalog\/cart$/)
})
