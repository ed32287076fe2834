/** Ctrl-K finds everything that one may see and what one may do, by keyboard alone. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { createToken } from '../contract/identity/tokens.ts'
import { paths } from '../web/core/layout/paths.ts'
import { call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true }, ({ place, admin }) =>
  call(place, createToken, { cookie: admin.cookie, body: { name: 'nightly-sync' } }),
)

const field = (page: Page) => page.getByRole('combobox', { name: 'Search everything' })
const group = (page: Page, name: string) => page.getByRole('group', { name, exact: true })

/** Types it into the palette, and sees the option in its group. */
const finds = async (page: Page, typed: string, [title, name]: readonly [string, string | RegExp]) => {
  await field(page).fill(typed)
  await sees(group(page, title).getByRole('option', { name }))
}

story(
  'the palette finds entities, teams, people, Scorecards, tokens, pages, documentation and actions',
  world,
  async ({ world, become, open }) => {
    await become(world.admin)
    const page = await open(paths.home)
    await settled(page)
    await page.keyboard.press('Control+K')
    await sees(field(page))
    await sees(group(page, 'Actions').getByRole('option', { name: 'Create token' }))
    assert.deepEqual(await findings(page), [])
    await finds(page, 'payments', ['Entities', /^Payments/])
    await finds(page, 'paymnets', ['Entities', /^Payments/])
    assert.deepEqual(await findings(page), [])
    await finds(page, 'platf', ['Teams', /^Platform/])
    await finds(page, 'sample man', ['People', /^Sample Manager/])
    await finds(page, 'readiness', ['Scorecards', /^Production readiness/])
    await finds(page, 'nigthly', ['My access tokens', /^nightly-sync/])
    await finds(page, 'aduit log', ['Pages', 'Audit logs'])
    await finds(page, 'rotate', ['Documentation', /rotat/i])
    await finds(page, 'invite', ['Actions', 'Invite a person'])
    await page.keyboard.press('Escape')
    await seesNot(field(page))
  },
)

story('the keyboard opens the palette, chooses, and goes there', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open(paths.home)
  await settled(page)
  await page.keyboard.press('?')
  await sees(page.getByRole('dialog', { name: 'Help' }))
  assert.deepEqual(await findings(page), [])
  await page.keyboard.press('Escape')
  await seesNot(page.getByRole('dialog'))
  await page.keyboard.press('/')
  await sees(field(page))
  await field(page).fill('checkout')
  const first = group(page, 'Entities').getByRole('option').first()
  await sees(first.and(page.locator('[aria-selected=true]')))
  await page.keyboard.press('ArrowDown')
  await sees(page.locator('[role=option][aria-selected=true]').and(page.locator(':not(:first-child)')))
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await sees(page.getByRole('heading', { name: 'Checkout', exact: true, level: 1 }))
  await page.goto(paths.catalog)
  await settled(page)
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Search entities')
})

story('an action opens its dialog', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open(paths.home)
  await settled(page)
  await page.keyboard.press('Control+K')
  await field(page).fill('create token')
  await sees(group(page, 'Actions'))
  await page.keyboard.press('Enter')
  await sees(page.getByRole('dialog', { name: 'Create new token' }))
  await page.goto(paths.home)
  await settled(page)
  await page.keyboard.press('Control+K')
  await field(page).fill('invite')
  await group(page, 'Actions').getByRole('option', { name: 'Invite a person' }).click()
  await sees(page.getByRole('dialog', { name: 'Invite a person' }))
})

story(
  'a Viewer finds neither people nor what they may not do, also on a narrow screen in dark',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Vic Viewer', 'VIEWER'))
    const page = await open(paths.home)
    await settled(page)
    await page.getByRole('button', { name: 'Open the menu' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Search' }).click()
    await sees(field(page))
    assert.equal(await page.getByRole('option', { name: 'Invite a person' }).count(), 0)
    assert.equal(await sideways(page), 0)
    await field(page).fill('sample')
    await sees(page.getByRole('option', { name: 'Search the catalog for “sample”' }))
    assert.equal(await group(page, 'People').count(), 0)
    assert.deepEqual(await findings(page), [])
  },
  { viewport: { width: 390, height: 780 }, colorScheme: 'dark' },
)
