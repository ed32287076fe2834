/** One story: its own browser context, a picture when it fails, and no fault of the page overlooked. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Person, World } from './world.ts'

const PICTURES = join(tmpdir(), 'portico-stories')
const STEP_MS = 20_000
/** Ends what hangs; a walk takes minutes where many share the machine. */
const STORY_MS = 300_000

export type Stage = {
  readonly world: World
  readonly page: Page
  readonly context: BrowserContext
  /** Opens an address of the app and answers the page. */
  readonly open: (path: string) => Promise<Page>
  /** Makes the browser that person's, without the sign-in page. */
  readonly become: (person: Person) => Promise<void>
  /** Another person in a browser of their own. */
  readonly another: (person: Person) => Promise<Page>
  /** What the console said and the page threw so far, refused calls left out. */
  readonly faults: string[]
}

const SETTINGS: BrowserContextOptions = {
  locale: 'en-US',
  timezoneId: 'Europe/Berlin',
  viewport: { width: 1280, height: 800 },
  reducedMotion: 'reduce',
}

/** The console names every refused call, which the pages show themselves, and what a browser leaves out over plain http. */
const EXPECTED = [
  /Failed to load resource: the server responded with a status of 4\d\d/,
  /The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was untrustworthy/,
]
const isExpected = (text: string) => EXPECTED.some(pattern => pattern.test(text))

const watch = (context: BrowserContext, faults: string[]) => {
  context.on('console', message => {
    if (message.type() === 'error' && !isExpected(message.text()))
      faults.push(`${message.page()?.url()}: ${message.text()}`)
  })
  context.on('weberror', error => faults.push(`${error.page()?.url()}: ${error.error().stack}`))
}

const signIn = async (context: BrowserContext, origin: string, { cookie }: Person) => {
  const [name = '', value = ''] = cookie.split(/=(.*)/)
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Lax' }])
}

const picture = async (contexts: readonly BrowserContext[], name: string) => {
  mkdirSync(PICTURES, { recursive: true })
  const stem = name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)
  for (const [number, page] of contexts.flatMap(context => context.pages()).entries()) {
    const path = join(PICTURES, `${stem}-${number + 1}.png`)
    await page.screenshot({ path, timeout: 5_000 }).then(
      () => process.stderr.write(`${page.url()} looked like this: ${path}\n`),
      () => {},
    )
  }
}

export const story = (
  name: string,
  world: () => World,
  tell: (stage: Stage) => Promise<void>,
  settings: BrowserContextOptions = {},
) =>
  test(name, { timeout: STORY_MS }, async () => {
    const here = world()
    const contexts: BrowserContext[] = []
    const faults: string[] = []
    const begin = async () => {
      const context = await here.browser.newContext({ ...SETTINGS, baseURL: here.origin, ...settings })
      context.setDefaultTimeout(STEP_MS)
      watch(context, faults)
      contexts.push(context)
      return { context, page: await context.newPage() }
    }
    const { context, page } = await begin()
    const open = async (path: string) => {
      await page.goto(path)
      return page
    }
    const another = async (person: Person) => {
      const other = await begin()
      await signIn(other.context, here.origin, person)
      return other.page
    }
    const become = (person: Person) => signIn(context, here.origin, person)
    try {
      await tell({ world: here, page, context, open, become, another, faults })
      assert.deepEqual(faults, [], 'the console stays clean')
    } catch (error) {
      await picture(contexts, name)
      throw error
    } finally {
      for (const each of contexts) await each.close()
    }
  })

/** Waits until everything that the page asked for has arrived. */
export const settled = (page: Page) => page.locator('html[data-settled]').waitFor({ state: 'attached' })

const LOOK_EVERY_MS = 50

/** Goes to another page of the app as its links do: nothing is loaded again. Waits until the app is there and has what it asked for. */
export const follow = async (page: Page, path: string) => {
  if (page.url() === 'about:blank') return page.goto(path)
  await page.evaluate(to => history.pushState(null, '', to), path)
  const isThere = () => {
    const { pathname, search, hash } = location
    return document.documentElement.getAttribute('data-settled') === pathname + search + hash
  }
  return page.waitForFunction(isThere, undefined, { polling: LOOK_EVERY_MS })
}

const REMAINS_MS = 500
const isDialog = (locator: ReturnType<Page['getByRole']>) => /getByRole\('dialog'[^)]*\)$/.test(`${locator}`)

/** Waits until it is visible. A dialog must stay: one that is closed again as soon as it opens is seen for a moment. */
export const sees = async (locator: ReturnType<Page['getByRole']>) => {
  await locator.first().waitFor({ state: 'visible' })
  if (!isDialog(locator)) return
  await sleep(REMAINS_MS)
  assert.ok(await locator.first().isVisible(), `${locator} remains`)
}
export const seesNot = (locator: ReturnType<Page['getByRole']>) => locator.first().waitFor({ state: 'hidden' })
