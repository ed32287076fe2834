/** In development: the browser app from its sources. Vite answers for files, and the server decides what is a page, as it does in production. */
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { AppPage } from './pages.ts'
import { PAGE_HEADERS } from './web.ts'

export type Front = {
  /** Answers what is a file of the app, and leaves the rest. */
  readonly files: (request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void) => void
  readonly page: AppPage
  readonly close: () => Promise<void>
}

const ROOT = join(import.meta.dirname, '../../..')

/** @param hmrPort where browsers listen for changes; without it, they get none */
export const openFront = async (hmrPort?: number): Promise<Front> => {
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: join(ROOT, 'vite.config.ts'),
    root: join(ROOT, 'web'),
    server: {
      middlewareMode: true,
      ...(hmrPort === undefined ? { hmr: false, ws: false } : { hmr: { port: hmrPort } }),
    },
    appType: 'custom',
  })
  const html = () => vite.transformIndexHtml('/', readFileSync(join(ROOT, 'web/index.html'), 'utf8'))
  return { files: vite.middlewares, page: { html, headers: PAGE_HEADERS.sources }, close: () => vite.close() }
}

/** Of addresses under `/admin/settings/` the browser app has pages. */
const OURS = /^\/(api|health|docs|login|admin(?!\/settings\/)|llms(-full)?\.txt|openapi\.json)(\/|\?|$)/

export const answerFiles = (http: FastifyInstance, { files }: Front) =>
  http.addHook('onRequest', (request, reply, done) => {
    if (OURS.test(request.url)) return done()
    files(request.raw, reply.raw, done)
  })
