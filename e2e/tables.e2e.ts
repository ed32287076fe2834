/** Every table sorts, says how many rows it has, keeps its order in the address, and opens what a row names. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { createApiKey } from '../contract/identity/keys.ts'
import { createToken } from '../contract/identity/tokens.ts'
import { paths } from '../web/core/layout/paths.ts'
import { bearer, call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, settled, story } from './story.ts'
import { worldOf } from './world.ts'

let cid = ''

const world = worldOf({ samples: true }, async ({ place, admin: { cookie } }) => {
  const { token, cid: made } = await call(place, createToken, { cookie, body: { name: 'nightly-sync' } })
  cid = made
  await bearer(place, token, '/api/v1/auth/token/self')
  for (const name of ['beta', 'Alpha', 'gamma'])
    await call(place, createApiKey, { cookie, body: { name, roles: [{ type: 'DEFAULT', role: 'USER' }] } })
})

/** Columns that do not sort, by table; `docs/decisions/sorting.md` says why. */
const UNSORTED: Readonly<Record<string, readonly string[]>> = {
  Entities: ['Type', 'Owners', 'Groups'],
  Teams: ['Type', 'Owners', 'Groups'],
  Scorecards: ['Rules', 'Levels'],
  Members: ['Roles', 'State'],
  'API keys': ['Last 4', 'Roles'],
  'My access tokens': ['Last 4', 'State', 'Calls, 30 days'],
  "Everybody's personal tokens": ['Owner', 'State', 'Calls, 30 days'],
  'What this token can do': ['It may'],
  'What was done and tried with this token': ['Calls', 'Call', 'Answer', 'From', 'Client', 'Secret'],
  'Audit log': ['What happened', 'Object', 'Actor', 'Address'],
}

const LEAST_TABLES = 15

type Table = { caption: string; buttons: string[]; plain: string[]; counted: boolean }

/** The tables of a page that have a row. */
const tablesOn = (page: Page): Promise<Table[]> =>
  page.locator('main section:has(> table)').evaluateAll(sections =>
    sections.map(section => {
      const headers = [...section.querySelectorAll('th')]
      const texts = (some: Element[]) => some.map(({ textContent }) => textContent?.trim() ?? '')
      const sorts = (header: Element) => header.querySelector('button') !== null
      return {
        caption: section.getAttribute('aria-label') ?? '',
        buttons: texts(headers.filter(sorts)),
        plain: texts(headers.filter(header => !sorts(header))).filter(text => text !== 'Actions'),
        counted: /\d/.test(section.nextElementSibling?.textContent ?? ''),
      }
    }),
  )

const show = async (page: Page, path: string) => {
  await page.goto(path)
  await settled(page)
  for (const closed of await page.locator('main summary').all()) await closed.click()
}

story('every table sorts by its columns and counts its rows', world, async ({ world, page, become }) => {
  await become(world.admin)
  const { catalog, scorecards, members, roles, apiKeys, auditLogs, myTokens, permissions, mySessions } = paths
  const lists = [catalog, `${catalog}?types=team`, scorecards, members, roles, apiKeys, auditLogs, myTokens]
  const others = [
    permissions,
    mySessions,
    paths.personalTokens,
    paths.token(cid),
    paths.scorecard('production-readiness'),
  ]
  const seen = new Set<string>()
  for (const path of [...lists, ...others]) {
    await show(page, path)
    for (const { caption, buttons, plain, counted } of await tablesOn(page)) {
      seen.add(caption)
      assert.deepEqual(plain, UNSORTED[caption] ?? [], `${path}: columns of ${caption} that do not sort`)
      assert.ok(counted, `${path}: ${caption} says how many rows it has`)
      for (const name of buttons) {
        const header = page.getByRole('region', { name: caption, exact: true }).getByRole('columnheader', { name })
        const before = await header.first().getAttribute('aria-sort')
        await header.first().getByRole('button').click()
        await sees(header.and(page.locator(before === 'ascending' ? '[aria-sort=descending]' : '[aria-sort]')))
        assert.match(new URL(page.url()).search, /[?&](sort|\w+Sort)=/, `${path}: ${caption} by ${name}`)
      }
    }
  }
  assert.ok(seen.size >= LEAST_TABLES, `${[...seen]}`)
})

const firstCells = (page: Page, caption: string) =>
  page.getByRole('region', { name: caption, exact: true }).locator('tbody td:first-child').allInnerTexts()

story('the keyboard sorts a list, and its address opens it sorted', world, async ({ world, page, become }) => {
  await become(world.admin)
  await show(page, paths.apiKeys)
  assert.deepEqual(await firstCells(page, 'API keys'), ['gamma', 'Alpha', 'beta'])
  const name = page.getByRole('columnheader', { name: 'Name' })
  await name.getByRole('button').focus()
  await page.keyboard.press('Enter')
  await sees(name.and(page.locator('[aria-sort=ascending]')))
  await settled(page)
  assert.deepEqual(await firstCells(page, 'API keys'), ['Alpha', 'beta', 'gamma'])
  await page.keyboard.press('Enter')
  await sees(name.and(page.locator('[aria-sort=descending]')))
  assert.equal(new URL(page.url()).search, '?sort=name&order=desc')
  await page.reload()
  await settled(page)
  assert.deepEqual(await firstCells(page, 'API keys'), ['gamma', 'beta', 'Alpha'])
  await sees(page.getByText('3 keys', { exact: true }))
  await page.goBack()
  await sees(name.and(page.locator('[aria-sort=ascending]')))
  assert.deepEqual(await findings(page), [])
})

story('a filter keeps the order, and a table of a page has its own', world, async ({ world, page, become }) => {
  await become(world.admin)
  await show(page, `${paths.members}?sort=email&order=desc`)
  const emails = () => page.locator('tbody td:nth-child(2)').allInnerTexts()
  const all = await emails()
  assert.ok(all.length > 2)
  assert.deepEqual(all, all.toSorted().reverse())
  await page.getByRole('searchbox', { name: 'Search people' }).fill('sample')
  await page.waitForURL(/query=sample/)
  assert.match(page.url(), /sort=email/)
  await show(page, paths.roles)
  const custom = page.getByRole('region', { name: 'Default roles' })
  await custom.getByRole('button', { name: 'Permissions', exact: true }).click()
  await page.waitForURL(/rolesSort=permissions&rolesOrder=desc/)
  assert.equal((await firstCells(page, 'Default roles'))[0], 'Admin')
})

story(
  'a row leads where its name does, by mouse and by keyboard, in dark and on a narrow screen',
  world,
  async ({ world, page, become }) => {
    await become(world.admin)
    await show(page, `${paths.scorecards}?sort=lastUpdated&order=asc`)
    assert.equal(await sideways(page), 0)
    assert.deepEqual(await findings(page), [])
    const row = page.getByRole('row', { name: /Production readiness/ })
    await row.getByRole('cell').nth(1).click({ force: true })
    await sees(page.getByRole('heading', { level: 1, name: 'Production readiness' }))
    assert.deepEqual(await findings(page), [])
    await page.goBack()
    await row.getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    await sees(page.getByRole('heading', { level: 1, name: 'Production readiness' }))
  },
  { viewport: { width: 390, height: 780 }, colorScheme: 'dark' },
)
