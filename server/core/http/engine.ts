/** Fastify as the application uses it: nothing of it answers for us, and every body comes as it was sent. */
import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { normalizeForwarded } from '../callers/addresses.ts'
import { slashesOf } from './decoded-slashes.ts'
import { BODY_LIMIT } from './inflate.ts'

/** Longer than any identifier, so that the router never answers for us; `checkParams` holds the real limit. */
const MOST_PARAM = 8192

/** Of a base URL that ends with a slash. */
const SLASHES_BEFORE_API = /^\/{2,}(?=api\/)/

type Engine = {
  readonly trustProxy: readonly string[]
  /** Answers an address that the router cannot read; no hook runs for these. */
  readonly answerBadAddress: (request: FastifyRequest, reply: FastifyReply) => void
  /** Those of all operations, asked for with the first request. */
  readonly paths: () => readonly string[]
}

export const engineOf = ({ trustProxy, answerBadAddress, paths }: Engine): FastifyInstance => {
  let withSlashes: ((url: string) => string) | undefined
  const http = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    rewriteUrl: ({ headers, url = '/' }) => {
      normalizeForwarded(headers)
      withSlashes ??= slashesOf(paths())
      return withSlashes(url.replace(SLASHES_BEFORE_API, '/'))
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MOST_PARAM },
    frameworkErrors: (_error, request, reply) => answerBadAddress(request, reply),
  })
  http.decorateRequest('actor', null).decorateRequest('attempt', null)
  http.removeAllContentTypeParsers()
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  return http
}
