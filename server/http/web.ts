/** Serves the built web app: its files, and its one page for every address that is not the API's. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const FOLDER = join(import.meta.dirname, '../../web/dist')
const YEAR_SECONDS = 31_536_000

/** Headers of every answer: nothing is framed, sniffed, or loaded from elsewhere. */
export const securityHeaders = (publicUrl: string): Record<string, string> => ({
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  ...(publicUrl.startsWith('https:')
    ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains` }
    : {}),
})

/** The page every address of the app is answered with; undefined while the app is not built. */
export const appPage = (): string | undefined => {
  const file = join(FOLDER, 'index.html')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** Files with a hash in their name never change; everything else is asked for again. */
export const serveFiles = async (app: FastifyInstance) => {
  if (!existsSync(join(FOLDER, 'assets'))) return
  await app.register(fastifyStatic, {
    root: join(FOLDER, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: YEAR_SECONDS * 1000,
    decorateReply: false,
    wildcard: false,
  })
}
