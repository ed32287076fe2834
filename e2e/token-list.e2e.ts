import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { createToken } from '../contract/identity/tokens.ts'
import { bearer, call } from './api.ts'
import { chooseInRow } from './settings.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { type Person, type World, worldOf } from './world.ts'

const world = worldOf({})

/** Pixels of a row with one line of text, and fewer than two. */
const ONE_LINE = 44

const SELF = '/api/v1/auth/token/self'
const inDays = (days: number) => ({
  timeZone: 'Europe/Berlin',
  expirationDate: Temporal.Now.plainDateISO('Europe/Berlin').add({ days }).toString(),
})

/** Tokens for the cards: one expires soon, one was refused, two need nothing. */
const furnish = async ({ place }: World, { cookie }: Person) => {
  const make = (name: string, more: object = inDays(90)) =>
    call(place, createToken, { cookie, body: { name, description: `${name} does its work every night`, ...more } })
  await make('calm', { ...inDays(90), timeZone: 'America/New_York' })
  await make('soon', inDays(3))
  const limited = await make('refused', { ...inDays(90), limits: { readOnly: true } })
  const busy = await make('busy')
  for (let calls = 0; calls < 3; calls++) await bearer(place, busy.token, SELF)
  assert.equal((await bearer(place, limited.token, '/api/v1/users')).status, 403)
  assert.equal((await bearer(place, busy.token, '/api/v1/users')).status, 403)
}

const names = (page: Page) => page.locator('tbody tr td:first-child a').allInnerTexts()

const shown = async (page: Page, path: string) => {
  await page.goto(path)
  await settled(page)
}

const heightsOf = (page: Page) =>
  page.locator('tbody tr').evaluateAll(rows => [...new Set(rows.map(row => Math.round(row.clientHeight)))])

const fits = (page: Page) =>
  page.getByRole('region', { name: 'My access tokens' }).evaluate(table => table.scrollWidth <= table.clientWidth)

story(
  'a person finds the tokens that need a look, and each row is one line',
  world,
  async ({ world, page, become }) => {
    const tess = await world.add('Tess Tokens', 'USER')
    await furnish(world, tess)
    await become(tess)
    await page.setViewportSize({ width: 1280, height: 800 })
    await shown(page, '/settings/tokens')
    await sees(page.getByRole('button', { name: /^2 Refused in 24 hours/ }))
    await sees(page.getByText('(New York)'))
    await sees(page.getByRole('button', { name: /^1 Expiring in 14 days/ }))
    await sees(page.getByRole('img', { name: /^4 calls in 30 days, 1 refused$/ }))
    const heights = await heightsOf(page)
    assert.ok(
      heights.every(height => height < ONE_LINE),
      `rows are ${heights} pixels high`,
    )
    assert.ok(await fits(page), 'the table needs no scrolling sideways')

    await page.getByRole('button', { name: /Expiring in 14 days/ }).click()
    await seesNot(page.getByRole('link', { name: 'calm' }))
    assert.deepEqual(await names(page), ['soon'])
    assert.match(page.url(), /attention=expiring/)
    await page.reload()
    await sees(page.getByRole('button', { name: /Expiring in 14 days/, pressed: true }))
    await page.getByRole('button', { name: /Refused in 24 hours/ }).click()
    await sees(page.getByRole('link', { name: 'busy' }))
    await page.getByRole('radio', { name: 'All', checked: true }).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: /Refused in 24 hours/ }).click()
    await sees(page.getByRole('link', { name: 'calm' }))

    await page.getByRole('button', { name: 'Name' }).click()
    await sees(page.getByRole('columnheader', { name: 'Name' }).and(page.locator('[aria-sort=ascending]')))
    await settled(page)
    assert.deepEqual(await names(page), ['busy', 'calm', 'refused', 'soon'])
    await page.getByRole('button', { name: 'Name' }).press('Enter')
    await sees(page.locator('[aria-sort=descending]'))
    await settled(page)
    assert.deepEqual(await names(page), ['soon', 'refused', 'calm', 'busy'])
    await page.getByLabel('Search tokens').fill('calm does')
    await seesNot(page.getByRole('link', { name: 'busy' }))
    assert.deepEqual(await names(page), ['calm'])
    await page.getByRole('cell', { name: 'Active' }).click({ force: true })
    await sees(page.getByRole('heading', { name: 'calm', level: 1 }))
  },
)

story('several tokens are selected with the keyboard and revoked at once', world, async ({ world, page, become }) => {
  const kay = await world.add('Kay Keyboard', 'USER')
  await furnish(world, kay)
  await become(kay)
  await page.goto('/settings/tokens?sort=name')
  await page.getByLabel('Select busy').press('Space')
  await page.getByLabel('Select soon').press('Space')
  await sees(page.getByText('2 tokens selected'))
  await page.getByRole('button', { name: 'Revoke selected…' }).press('Enter')
  const question = page.getByRole('dialog', { name: 'Revoke 2 tokens?' })
  await sees(question)
  await sees(question.getByText(/busy, soon/))
  await question.getByRole('button', { name: 'Revoke' }).press('Enter')
  await seesNot(question)
  await sees(page.getByText('2 tokens revoked'))
  await settled(page)
  assert.deepEqual(await names(page), ['calm', 'refused'])
  await seesNot(page.getByText('2 tokens selected'))
})

story('a token is rotated from the menu of its row', world, async ({ world, page, become }) => {
  const rory = await world.add('Rory Rotates', 'USER')
  await call(world.place, createToken, { cookie: rory.cookie, body: { name: 'turning', ...inDays(30) } })
  await become(rory)
  await page.goto('/settings/tokens')
  await chooseInRow(page, 'turning', 'Rotate')
  const dialog = page.getByRole('dialog', { name: 'Rotate turning' })
  await sees(dialog)
  await dialog.getByRole('button', { name: 'Rotate' }).click()
  await sees(page.getByRole('dialog', { name: 'Copy the new secret' }))
  await page.getByRole('button', { name: 'Copy', exact: true }).first().click()
  await page.getByRole('button', { name: 'Done' }).click()
  await sees(page.getByRole('button', { name: /^1 In rotation/ }))
})

story(
  'an administrator sorts everybody’s tokens and revokes several',
  world,
  async ({ world, page, become, another }) => {
    const owner = await world.add('Olga Owner', 'USER')
    await furnish(world, owner)
    await become(world.admin)
    await page.goto('/settings/personal-tokens?query=olga')
    await page.getByRole('button', { name: 'Expires' }).click()
    await sees(page.locator('[aria-sort=ascending]'))
    await settled(page)
    assert.equal((await names(page))[0], 'soon')
    await page.getByLabel('Select soon').check()
    await page.getByRole('button', { name: 'Revoke selected…' }).click()
    const question = page.getByRole('dialog', { name: 'Revoke 1 token?' })
    await question.getByRole('button', { name: 'Revoke' }).click()
    await seesNot(page.getByRole('link', { name: 'soon' }))
    const viewer = await world.add('Vic Viewer', 'VIEWER')
    const other = await another(viewer)
    await other.goto('/settings/personal-tokens')
    await sees(other.getByRole('alert').getByText(/^You need the .+ permission\./))
    await settled(other)
    const enabled = await other.getByRole('main').getByRole('button', { disabled: false }).allInnerTexts()
    assert.deepEqual(
      enabled.filter(text => /Revoke|Expire|Refused/.test(text)),
      [],
    )
  },
)
