/** `npm run screenshots`: makes the pictures of the documentation from the app itself, with the sample catalog. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createToken } from '../contract/identity/tokens.ts'
import { bearer, call } from '../e2e/api.ts'
import { settled } from '../e2e/story.ts'
import { startWorld, type World } from '../e2e/world.ts'

const FOLDER = join(import.meta.dirname, '../docs/images')
const SIZE = { width: 1280, height: 760 }

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const shoot = async (page: Page, name: string) => {
  await settled(page)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
}

const furnish = async ({ place, admin }: World) => {
  const make = (name: string, description: string) =>
    call(place, createToken, {
      cookie: admin.cookie,
      body: { name, description, expirationDate: inDays(90), timeZone: 'Europe/Berlin' },
    })
  const { token } = await make('deploy-pipeline', 'Deploys from the main branch')
  await make('laptop', 'The command line on my laptop')
  for (let count = 0; count < 3; count++) await bearer(place, String(token), '/api/v1/catalog')
}

const signedIn = async ({ browser, origin, admin }: World) => {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: SIZE,
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
  })
  const [name = '', value = ''] = admin.cookie.split(/=(.*)/)
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Lax' }])
  return context.newPage()
}

const ends: (() => unknown)[] = []
try {
  mkdirSync(FOLDER, { recursive: true })
  const world = await startWorld({ samples: true }, end => ends.unshift(end))
  await furnish(world)
  const page = await signedIn(world)

  await page.goto('/catalog')
  await page.getByRole('link', { name: /./ }).first().waitFor()
  await shoot(page, 'catalog')
  await page.goto('/settings/tokens')
  await page.getByRole('link', { name: 'deploy-pipeline' }).waitFor()
  await shoot(page, 'my-access-tokens')
  await page.getByRole('button', { name: 'Create new token' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill('nightly-report')
  await page.getByText(/^Valid through/).waitFor()
  await shoot(page, 'create-token')
  await page.goto('/settings/tokens')
  await page.getByRole('link', { name: 'deploy-pipeline' }).click()
  await page.getByRole('heading', { name: 'deploy-pipeline', level: 1 }).waitFor()
  await shoot(page, 'token')
  await page.goto('/settings/token-policy')
  await page.getByRole('heading', { name: 'Token policy', level: 1 }).waitFor()
  await shoot(page, 'token-policy')
} finally {
  for (const end of ends) await end()
}
