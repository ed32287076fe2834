/** A real Chromium: the machine's if it has one, else the one that the npm package carries. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A name that is not localhost, for pages over plain http: browsers trust localhost more than they trust a server. */
export const PLAIN_HTTP_HOST = 'portico.test'

/** Nothing here may reach out: background services of the browser are off. Web security stays on. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  `--host-resolver-rules=MAP ${PLAIN_HTTP_HOST} 127.0.0.1`,
]

const onThisMachine = (): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(folder => NAMES.map(name => join(folder, name)))
    .find(existsSync)

/** The package unpacks the libraries it brings only where it believes to be on AWS, and that must be said before it is loaded. */
const fromNpm = async (): Promise<string> => {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x'
  const { default: carried } = await import('@sparticuz/chromium')
  return carried.executablePath()
}

/** Where the browser is. The package's own is unpacked first, which processes must not do at the same time. */
export const browserPath = async (): Promise<string> =>
  process.env.TEST_CHROMIUM ?? onThisMachine() ?? (await fromNpm())

const launch = async (): Promise<Browser> => {
  const executablePath = await browserPath()
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env } })
}

const LINGER_MS = 1_000

let shared: Promise<Browser> | undefined
let users = 0
let closing: NodeJS.Timeout | undefined

/** One browser for all files of a process; each story has a context of its own. The borrower returns it. */
export const borrowBrowser = (): Promise<Browser> => {
  users++
  clearTimeout(closing)
  shared ??= launch()
  return shared
}

/** The last one closes it, unless the next file borrows it at once. */
export const giveBrowserBack = (): void => {
  const close = async () => {
    const browser = await shared
    shared = undefined
    await browser?.close()
  }
  if (--users === 0) closing = setTimeout(close, LINGER_MS)
}
