/** Serves the built web app: its files, and its one page for every address that is not the API's. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const FOLDER = join(import.meta.dirname, '../../../web/dist')
const YEAR_SECONDS = 31_536_000

const policyOf = (sources: Readonly<Record<string, string>>) =>
  Object.entries({ 'default-src': "'none'", ...sources, 'base-uri': "'none'", 'frame-ancestors': "'none'" })
    .map(([directive, allowed]) => `${directive} ${allowed}`)
    .join('; ')

/** What browsers load for an answer that is no page: its icon. */
const NO_PAGE = policyOf({ 'img-src': "'self'", 'form-action': "'none'" })

/** `data:` is for the icons of style sheets. */
const PAGE = {
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'form-action': "'self'",
}

const pageHeaders = (policy: Record<string, string>) => ({
  'content-security-policy': policyOf(policy),
  'cross-origin-opener-policy': 'same-origin',
})

/** What pages have beside the headers of every answer: a policy of their own, for that of all others allows nothing. */
export const PAGE_HEADERS = {
  docs: pageHeaders(PAGE),
  /** Mantine writes style elements of its own. */
  app: pageHeaders({ ...PAGE, 'style-src': "'self' 'unsafe-inline'" }),
  /** In development, Vite adds scripts to the page and tells it of changes. */
  sources: pageHeaders({
    ...PAGE,
    'script-src': "'self' 'unsafe-inline'",
    'style-src': "'self' 'unsafe-inline'",
    'connect-src': "'self' ws:",
  }),
} as const

/** What no page of ours uses; browsers warn of names they do not know, so these are the ones they all do. */
const UNUSED = [
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]

/** Headers of every answer: nothing is framed, sniffed, or loaded from elsewhere. */
export const securityHeaders = (publicUrl: string): Record<string, string> => ({
  'content-security-policy': NO_PAGE,
  'permissions-policy': UNUSED.map(feature => `${feature}=()`).join(', '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  ...(publicUrl.startsWith('https:')
    ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains` }
    : {}),
})

const isSecure = (publicUrl: string) => /^https:|^http:\/\/localhost(:|$)/.test(publicUrl)

/**
 * Has the browser forget what it kept of this origin, so that going back after signing out shows nothing. Cookies are left out,
 * because browsers would clear those of the whole domain. Over plain http browsers ignore the header and complain.
 */
export const forgetPages = (publicUrl: string): Record<string, string> =>
  isSecure(publicUrl) ? { 'clear-site-data': '"cache", "storage"' } : {}

/** The page every address of the app is answered with; undefined while the app is not built. */
export const appPage = () => {
  const file = join(FOLDER, 'index.html')
  if (!existsSync(file)) return undefined
  const page = readFileSync(file, 'utf8')
  return { html: () => page, headers: PAGE_HEADERS.app }
}

/**
 * Files with a hash in their name never change; all others are revalidated. The build compressed them: see `vite.config.ts`.
 * One route for all: a route for each would be most of what the server registers.
 */
export const serveFiles = async (app: FastifyInstance) => {
  const root = join(FOLDER, 'assets')
  if (!existsSync(root)) return
  const names = new Set(readdirSync(root))
  await app.register(fastifyStatic, {
    root,
    serve: false,
    immutable: true,
    maxAge: YEAR_SECONDS * 1000,
    preCompressed: true,
  })
  app.get<{ Params: { name: string } }>('/assets/:name', ({ params: { name } }, reply) =>
    names.has(name) ? reply.sendFile(name) : reply.callNotFound(),
  )
}
