/** Theme and time zone in My profile, and the bell with its notices. */
import assert from 'node:assert/strict'
import { createToken, revokeToken } from '../contract/identity/tokens.ts'
import { paths } from '../web/core/layout/paths.ts'
import { call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({})

story('theme and time zone hold on every page until one signs out', world, async ({ world, become, open }) => {
  await become(await world.add('Thea Theme', 'ADMIN'))
  const page = await open(paths.profile)
  await page.getByRole('combobox', { name: 'Theme' }).click()
  await page.getByRole('option', { name: 'Dark' }).click()
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
  await page.getByRole('combobox', { name: 'Time zone' }).fill('tokyo')
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click()
  assert.deepEqual(await findings(page), [])
  await page.goto(paths.auditLogs)
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
  await sees(page.getByText(/, Asia\/Tokyo$/).first())
  await page.getByRole('button', { name: /Thea Theme.*account menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await sees(page.getByRole('heading', { name: 'Sign in' }))
  await page.locator('html[data-mantine-color-scheme=light]').waitFor()
})

story('the bell counts the notices and shows the newest, by keyboard too', world, async ({ world, become, open }) => {
  const mine = await world.add('Nell Notified', 'USER')
  for (const name of ['one', 'two']) {
    const { cid } = await call(world.place, createToken, { cookie: mine.cookie, body: { name } })
    await call(world.place, revokeToken, { cookie: world.admin.cookie, params: { cid } })
  }
  await become(mine)
  const page = await open(paths.home)
  const bell = page.getByRole('button', { name: 'Notices, 2 open' })
  await sees(bell)
  await settled(page)
  await bell.focus()
  await page.keyboard.press('Enter')
  const notices = page.getByRole('dialog', { name: 'Notices' })
  await sees(notices.getByRole('button', { name: /^Dismiss/ }))
  assert.deepEqual(await findings(page), [])
  await notices
    .getByRole('button', { name: /^Dismiss/ })
    .first()
    .click()
  await sees(page.getByRole('button', { name: 'Notices, 1 open' }))
  await page.keyboard.press('Escape')
  await seesNot(notices)
  await page.setViewportSize({ width: 390, height: 780 })
  await page.getByRole('button', { name: 'Notices, 1 open' }).click()
  await sees(notices)
  assert.equal(await sideways(page), 0)
  await notices.getByRole('link', { name: 'All notices' }).click()
  await sees(page.getByRole('heading', { name: 'Notices' }))
  await seesNot(notices)
})
