/** What holds for every page: no serious finding of axe, no sideways scrolling, a clean console, in light, dark and narrow. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { createEntityType } from '../contract/catalog/types.ts'
import { createApiKey } from '../contract/identity/keys.ts'
import { createRole } from '../contract/identity/roles.ts'
import { rotateToken } from '../contract/identity/rotation.ts'
import { createToken as createTokenOperation } from '../contract/identity/tokens.ts'
import { inviteUser } from '../contract/identity/users.ts'
import { paths } from '../web/core/layout/paths.ts'
import { bearer, call } from './api.ts'
import { COLORS, findings, layoutOf, sideways } from './axe.ts'
import { INSIDE, OUTSIDE, type Place } from './places.ts'
import { chooseInRow, createAndCopy } from './settings.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { type World, worldOf } from './world.ts'

const furnish = async ({ place, admin }: World) => {
  const { cookie } = admin
  const longName = 'a-token-with-a-name-as-long-as-people-really-write-them-for-their-nightly-catalog-sync-job'
  for (const name of ['nightly-catalog-sync', longName])
    await call(place, createTokenOperation, { cookie, body: { name, description: 'Runs on the build server' } })
  await call(place, createApiKey, { cookie, body: { name: 'deploy', roles: [{ type: 'DEFAULT', role: 'USER' }] } })
  await call(place, upsertEntity, {
    cookie,
    body: 'openapi: 3.0.1\ninfo:\n  title: Unfit\n  x-cortex-tag: unfit\n  x-cortex-type: function\n  x-cortex-definition: {}\n',
  })
  await call(place, createEntityType, {
    cookie,
    body: {
      type: 'function',
      name: 'Function',
      description: 'Code that runs on demand.',
      iconTag: 'bolt',
      schema: { type: 'object', required: ['runtime'], properties: { runtime: { enum: ['node', 'python'] } } },
    },
  })
  await call(place, createRole, {
    cookie,
    body: {
      name: 'Release crew',
      tag: 'release-crew',
      description: 'Ships on Tuesdays',
      permissions: ['EDIT_ENTITIES'],
    },
  })
}

const world = worldOf({ samples: true }, furnish)

const arrive = async (page: Page, { path, heading }: Place) => {
  await page.goto(path)
  await sees(page.getByRole('heading', { name: heading, exact: true, level: 1 }))
  await settled(page)
  await page.getByText('Loading …').waitFor({ state: 'hidden' })
}

const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 360, height: 740 }

/** What the narrow layout was seen to change so far: axe looks at each change once. */
const seenChanges = new Set<string>()

const isLaidOutAnew = async (page: Page, wide: readonly string[]): Promise<boolean> => {
  const changes = (await layoutOf(page)).filter(line => !wide.includes(line) && !seenChanges.has(line))
  for (const change of changes) seenChanges.add(change)
  return changes.length > 0
}

/** What is wrong with a page in light, in dark (its colors), and on a narrow screen (where that lays it out in another way). */
const faultsOf = async (page: Page, place: Place): Promise<unknown[]> => {
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await arrive(page, place)
  const light = await findings(page)
  const wide = await layoutOf(page)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const dark = await findings(page, COLORS)
  await page.setViewportSize(NARROW)
  const narrow = (await isLaidOutAnew(page, wide)) ? await findings(page) : []
  const pixels = await sideways(page)
  return [
    ...light.map(finding => ({ in: 'light', ...finding })),
    ...dark.map(finding => ({ in: 'dark', ...finding })),
    ...narrow.map(finding => ({ in: 'narrow', ...finding })),
    ...(pixels > 0 ? [`${pixels} pixels too wide at 360`] : []),
  ]
}

/** Looks at all of the pages and tells at once what is wrong with which. */
const tour = async (page: Page, places: readonly Place[]) => {
  const wrong: Record<string, unknown> = {}
  for (const place of places) {
    const faults = await faultsOf(page, place).catch(error => [String(error)])
    if (faults.length > 0) wrong[place.path] = faults
  }
  assert.equal(JSON.stringify(wrong, null, 2), '{}')
}

story('the pages outside pass axe in light, dark and narrow, and none scrolls sideways', world, ({ page }) =>
  tour(page, OUTSIDE),
)

story('the page of a token passes too, with a rotation and activity on it', world, async ({ world, page, become }) => {
  await become(world.admin)
  const { place, admin } = world
  const { cookie } = admin
  const made = await call(place, createTokenOperation, { cookie, body: { name: 'seen', limits: { readOnly: true } } })
  await call(place, rotateToken, { cookie, params: { cid: made.cid }, body: {} })
  await bearer(place, made.token, '/api/v1/catalog')
  await bearer(place, made.token, '/api/v1/nothing-here')
  await tour(page, [{ path: paths.token(made.cid), heading: 'seen' }])
})

for (const [name, places] of Object.entries(INSIDE))
  story(
    `${name} pass axe in light, dark and narrow, and none scrolls sideways`,
    world,
    async ({ world, page, become }) => {
      await become(world.admin)
      await tour(page, places)
    },
  )

story('axe finds nothing serious in the dialogs', world, async ({ world, page, become, open }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await become(world.admin)
  const dialog = page.getByRole('dialog')
  const holds = async (what: string) => {
    await sees(dialog)
    assert.deepEqual(await findings(page), [], what)
    await page.keyboard.press('Escape')
    await seesNot(dialog)
  }
  await open(paths.myTokens)
  await chooseInRow(page, 'nightly-catalog-sync', 'Edit')
  await holds('Edit token')
  await chooseInRow(page, 'nightly-catalog-sync', 'Revoke')
  await holds('Revoke')
  await page.getByRole('button', { name: 'Create new token' }).click()
  await sees(dialog.getByText(/^Valid through/))
  assert.deepEqual(await findings(page), [], 'Create new token')
  await dialog.getByLabel('Name').fill('seen by axe')
  await dialog.getByRole('button', { name: 'Create token' }).click()
  await sees(dialog.getByText('Waiting for the first request…'))
  assert.deepEqual(await findings(page), [], 'Copy your token')
  await page.keyboard.press('Escape')
  await sees(page.getByRole('dialog', { name: 'Close without copying?' }))
  assert.deepEqual(await findings(page), [], 'Close without copying?')
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()

  await open(paths.members)
  await page.getByRole('button', { name: 'Invite a person' }).click()
  await sees(dialog.getByLabel('Viewer'))
  await holds('Invite a person')
  await page.getByRole('button', { name: 'Actions for Sample User' }).click()
  await sees(page.getByRole('menuitem', { name: 'Change roles' }))
  assert.deepEqual(await findings(page), [], 'the menu of a person')
  await page.getByRole('menuitem', { name: 'Change roles' }).click()
  await sees(dialog.getByLabel('Viewer'))
  await holds('Change roles')

  await open(paths.roles)
  await page.getByRole('button', { name: 'Edit Release crew' }).click()
  await holds('Edit role')
  await page.getByRole('button', { name: 'Permissions of User:' }).click()
  await holds('Permissions of a role')
  await open(paths.apiKeys)
  await page.getByRole('button', { name: 'Create new key' }).click()
  await holds('Create new key')
  await open(paths.auditLogs)
  await page.getByRole('table').getByRole('button').first().click()
  await holds('One row of the audit log')
  await open(paths.entity('checkout'))
  await page.getByRole('button', { name: 'Delete' }).click()
  await holds('Delete an entity')
})

story('the page of an invitation passes axe with a real link', world, async ({ world, page }) => {
  const { invitation } = await call(world.place, inviteUser, {
    cookie: world.admin.cookie,
    body: { email: 'axe@example.com', name: 'Axel', roles: [{ type: 'BASIC', role: 'VIEWER' }] },
  })
  await page.goto(invitation.url)
  await sees(page.getByRole('button', { name: 'Accept and sign in' }))
  assert.deepEqual(await findings(page), [])
})

story(
  'at 360 pixels the menu opens, leads on, and a token is created',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Mia Mobile', 'USER'))
    const page = await open('/catalog')
    await page.getByRole('button', { name: 'Open the menu' }).click()
    const menu = page.getByRole('dialog', { name: 'Portico' })
    await sees(menu.getByRole('link', { name: 'Scorecards' }))
    assert.equal(await sideways(page), 0)
    await menu.getByRole('button', { name: /Mia Mobile/ }).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    await seesNot(menu)
    await page.getByRole('button', { name: 'Open the menu' }).click()
    await menu.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'My access tokens' }).click()
    await createAndCopy(page, 'from the phone')
    await sees(page.getByRole('row', { name: /from the phone/ }))
    assert.equal(await sideways(page), 0)
  },
  { viewport: NARROW, hasTouch: true },
)

story(
  'a token is created with the keyboard alone, and the focus is never lost',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Kai Keyboard', 'USER'))
    const page = await open('/catalog')
    await sees(page.getByRole('heading', { name: 'Catalog' }))
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement: element } = document
        const label =
          element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
            ? element.labels?.[0]?.innerText
            : ''
        return (
          [element?.getAttribute('aria-label'), label, element?.textContent].find(Boolean) ?? element?.tagName ?? ''
        )
      })
    const press = async (key: string) => {
      await page.keyboard.press(key)
      return focused()
    }
    const tabTo = async (wanted: RegExp, key = 'Tab') => {
      for (let pressed = 0; pressed < 40; pressed++) if (wanted.test(await press(key))) return
      throw new Error(`${wanted} is not reached with ${key}; the focus is at ${await focused()}`)
    }
    await tabTo(/^Skip to content/)
    await tabTo(/Kai Keyboard/)
    await page.keyboard.press('Enter')
    await sees(page.getByRole('menuitem', { name: 'Settings' }))
    await tabTo(/^Settings/, 'ArrowDown')
    await page.keyboard.press('Enter')
    await sees(page.getByRole('heading', { name: 'My profile' }))
    await tabTo(/^My access tokens/)
    await page.keyboard.press('Enter')
    await sees(page.getByRole('heading', { name: 'My access tokens' }))
    await tabTo(/^Create new token/)
    await page.keyboard.press('Enter')
    await sees(page.getByRole('dialog', { name: 'Create new token' }))
    await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement)
    assert.match(await focused(), /^Name/)
    await page.keyboard.type('typed')
    await tabTo(/^Description/)
    await page.keyboard.type('No mouse was used')
    await tabTo(/^90 days/)
    await page.keyboard.press('ArrowLeft')
    assert.match(await focused(), /^30 days/)
    await tabTo(/^Create token/)
    await page.keyboard.press('Enter')
    const reveal = page.getByRole('dialog', { name: 'Copy your token' })
    await sees(reveal)
    await page.waitForFunction(() => document.querySelector('[role=dialog]')?.contains(document.activeElement))
    await tabTo(/^Copy/)
    await page.keyboard.press('Enter')
    await tabTo(/^Done/)
    await page.keyboard.press('Enter')
    await sees(page.getByRole('row', { name: /typed.*No mouse was used/s }))
    await page.waitForFunction(() => document.activeElement !== document.body)
    await tabTo(/^Actions for typed/)
    await page.keyboard.press('Enter')
    await sees(page.getByRole('menu'))
    await page.waitForFunction(() => document.querySelector('[role=menu]')?.contains(document.activeElement))
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await sees(page.getByRole('dialog', { name: 'Revoke typed?' }))
    await page.waitForFunction(() => document.activeElement?.textContent === 'Cancel')
    await page.keyboard.press('Escape')
    await seesNot(page.getByRole('dialog'))
    await page.waitForFunction(() => /Actions for typed/.test(document.activeElement?.getAttribute('aria-label') ?? ''))
  },
)

story(
  'the content security policy forbids inline scripts and frames',
  world,
  async ({ world, page, become, faults }) => {
    await become(world.admin)
    const response = await page.goto(paths.catalog)
    assert.match(response?.headers()['content-security-policy'] ?? '', /frame-ancestors 'none'/)
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.name = "inline script ran"'
      document.body.append(script)
    })
    assert.equal(await page.evaluate(() => window.name), '')
    const [refusal = ''] = faults.splice(0)
    assert.match(refusal, /Executing inline script violates/)
  },
)
