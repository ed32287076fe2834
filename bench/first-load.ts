/**
 * `npm run bench -- first-load`: what a browser loads until it shows My access tokens, and how long that takes: with an empty cache and with
 * a full one, on this machine and on a slow line with a slow processor. `-- first-load FOLDER` measures another checkout.
 */
import type { Browser, BrowserContext, CDPSession } from 'playwright-core'
import { borrowBrowser, giveBrowserBack } from '../e2e/browser.ts'
import { median } from './load.ts'
import { startFrom } from './process.ts'
import { addSession, seed } from './seed.ts'

const PORT = 4715
const LINES = [
  { name: 'on this machine', bytesPerSecond: -1, delayMs: 0, slowdown: 1 },
  { name: 'at 1.6 Mbit/s with a processor four times slower', bytesPerSecond: 200_000, delayMs: 0, slowdown: 4 },
  { name: 'the same with 150 ms of delay', bytesPerSecond: 200_000, delayMs: 150, slowdown: 4 },
] as const
type Line = (typeof LINES)[number]
type Load = { readonly bytes: number; readonly requests: number; readonly ms: number }

/** Notes when the first row of a table is there, in the page's own time. */
const noteFirstRow = () => {
  const look = () => {
    if (!document.querySelector('main table tbody tr')) return void requestAnimationFrame(look)
    Reflect.set(window, 'shownAt', performance.now())
  }
  look()
}

const slowDown = async (session: CDPSession, { bytesPerSecond, delayMs, slowdown }: Line) => {
  await session.send('Network.enable')
  const speed = { downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond, latency: delayMs }
  await session.send('Network.emulateNetworkConditions', { offline: false, ...speed })
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
}

/** A page of its own each time: only the cache is shared. */
const load = async (context: BrowserContext, address: string, line: Line): Promise<Load> => {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  let [bytes, requests] = [0, 0]
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    if (encodedDataLength > 0) requests++
  })
  await slowDown(session, line)
  await page.addInitScript(noteFirstRow)
  await page.goto(address)
  await page.locator('html[data-settled]').waitFor({ state: 'attached' })
  const ms = Number(await page.evaluate(() => Reflect.get(window, 'shownAt')))
  await page.close()
  return { bytes, requests, ms }
}

const typical = (loads: readonly Load[]): string => {
  const of = (key: keyof Load) => median(loads.map(each => each[key]))
  return `${(of('bytes') / 1000).toFixed(1)} kB in ${of('requests')} requests, shown after ${(of('ms') / 1000).toFixed(2)} s`
}

const measure = async (browser: Browser, line: Line, { url, cookie, rounds }: Target) => {
  const [cold, warm]: [Load[], Load[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ locale: 'en-GB' })
    await context.addCookies([{ name: 'portico_session', value: cookie, url, httpOnly: true, sameSite: 'Lax' }])
    const address = `${url}/settings/tokens`
    cold.push(await load(context, address, line))
    warm.push(await load(context, address, line))
    await context.close()
  }
  return { cold: typical(cold), warm: typical(warm) }
}

type Target = { readonly url: string; readonly cookie: string; readonly rounds: number }
type Wanted = { readonly folder: string; readonly checkout: string; readonly rounds: number }

export const benchFirstLoad = async ({ folder, checkout, rounds }: Wanted, say: (line: string) => void) => {
  const seeded = await seed(folder, { tokens: 100, entities: 300 })
  const cookie = addSession(seeded)
  const server = await startFrom(checkout, PORT, { PORTICO_DATA: folder })
  const browser = await borrowBrowser()
  for (const line of LINES) {
    const { cold, warm } = await measure(browser, line, { url: server.url, cookie, rounds })
    say(`My access tokens ${line.name}: cold ${cold}; warm ${warm}`)
  }
  giveBrowserBack()
  await server.stop()
}
