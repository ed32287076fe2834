/** What holds beyond single pages, which `pages.e2e.ts` walks through: dialogs, the narrow menu, and the keyboard. */
import assert from 'node:assert/strict'
import { paths } from '../web/core/layout/paths.ts'
import { findings, sideways } from './axe.ts'
import { furnish, WEBHOOKS } from './furniture.ts'
import { chooseInRow, createAndCopy } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true, env: WEBHOOKS }, furnish)

story('axe finds nothing in the dialogs', world, async ({ world, page, become, open }) => {
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
  await chooseInRow(page, 'Release crew', 'Edit')
  await holds('Edit role')
  await page.getByRole('button', { name: 'Permissions of User:' }).click()
  await holds('Permissions of a role')
  await open(paths.apiKeys)
  await page.getByRole('button', { name: 'Create new key' }).click()
  await holds('Create new key')
  await open(paths.auditLogs)
  await page.locator('tbody').getByRole('button').first().click()
  await holds('One row of the audit log')
  await open(paths.entity('checkout'))
  await page.getByRole('button', { name: 'Delete' }).click()
  await holds('Delete an entity')
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
  { viewport: { width: 360, height: 740 }, hasTouch: true },
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
