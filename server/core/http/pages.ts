/** Addresses that are not the API's: pages of the browser app, those that lead to one, and nothing. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LEADS, PAGES } from '../../../contract/pages.ts'
import { nothingThere, sendProblem } from './errors.ts'

const partsOf = (path: string) => path.replace(/\/$/, '').split('/')

const fits = (parts: readonly string[]) => (pattern: readonly string[]) =>
  pattern.length === parts.length &&
  pattern.every((part, at) => (part.startsWith('$') ? parts[at] !== '' : part === parts[at]))

const PATTERNS = PAGES.map(partsOf)

/** Whether the browser app has a page there. */
export const isPage = (path: string): boolean => PATTERNS.some(fits(partsOf(path)))

const tagIn = (values: unknown): string | undefined => {
  const tag = typeof values === 'object' && values !== null && 'tag' in values ? [values.tag].flat()[0] : undefined
  return typeof tag === 'string' && tag !== '' ? tag : undefined
}

/** Registers the addresses that lead to a page of ours. */
export const leadToPages = (http: FastifyInstance) => {
  for (const [from, to] of LEADS)
    http.get(from.replace('$', ':'), ({ params, query }, reply) => {
      const tag = tagIn(params) ?? tagIn(query)
      const page = to.replace(/\/\$tag$/, tag === undefined ? '' : `/${encodeURIComponent(tag)}`)
      return reply.header('cache-control', 'no-cache').redirect(page)
    })
}

const isRead = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD'

const wantsPage = ({ headers }: FastifyRequest) => /\btext\/html\b/i.test(headers.accept ?? '')

/** The one page that the browser app is, and what it is sent with. */
export type AppPage = {
  readonly html: () => string | Promise<string>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Answers an address that no route has: with the app where it has a page there, and otherwise with 404, which is the app's own page in a
 * browser. @param app its one page; undefined while it is not built
 */
export const answerPages =
  (app: AppPage | undefined) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = request.url.split('?', 1)[0] ?? ''
    const status = isPage(path) ? 200 : 404
    const isOurs = app !== undefined && isRead(request) && !/^\/(api|assets)\//.test(path)
    if (isOurs && (status === 200 || wantsPage(request)))
      return reply
        .code(status)
        .headers({ ...app.headers, 'cache-control': 'no-cache', ...(status === 200 ? {} : { vary: 'accept' }) })
        .type('text/html; charset=utf-8')
        .send(await app.html())
    return sendProblem(request, reply, nothingThere(path))
  }
