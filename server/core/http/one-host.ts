/** Headers of which each request has one: of two, a proxy may read the first and this server the second. */
import type { FastifyRequest } from 'fastify'
import { badRequest, type Problem } from '../problems/problems.ts'

const isNamed = (header: string | undefined, name: string) =>
  header?.length === name.length && header.toLowerCase() === name

/** Looks at what was sent: of the same header twice, Node keeps the first and drops the others without a word. */
export const faultOfHeaders = ({ raw: { rawHeaders, httpVersion } }: FastifyRequest): Problem | undefined => {
  let [hosts, authorizations] = [0, 0]
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (isNamed(rawHeaders[at], 'host')) hosts++
    if (isNamed(rawHeaders[at], 'authorization')) authorizations++
  }
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) return badRequest('Send exactly one Host header.', 'Host')
  return authorizations > 1 ? badRequest('Send only one Authorization header.', 'Authorization') : undefined
}
