/** Headers of which each request has one: of two, a proxy may read the first and this server the second. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { badRequest, type Problem } from './problems.ts'

/** Node keeps the first and drops the others without a word. */
const countOf = (rawHeaders: readonly string[], name: string) => {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const header = rawHeaders[at]
    if (header?.length === name.length && header.toLowerCase() === name) count++
  }
  return count
}

const faultOf = ({ raw: { rawHeaders, httpVersion } }: FastifyRequest): Problem | undefined => {
  const hosts = countOf(rawHeaders, 'host')
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) return badRequest('Send exactly one Host header.', 'Host')
  if (countOf(rawHeaders, 'authorization') > 1)
    return badRequest('Send only one Authorization header.', 'Authorization')
  return undefined
}

export const needOneHost = (http: FastifyInstance) => {
  http.addHook('onRequest', (request, reply, done) => {
    const fault = faultOf(request)
    if (fault) reply.header('connection', 'close')
    done(fault)
  })
}
