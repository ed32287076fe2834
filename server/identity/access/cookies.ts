import { parseCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'

export const sessionCookieName = (publicUrl: string) =>
  publicUrl.startsWith('https:') ? '__Host-portico_session' : 'portico_session'

export const cookieOf = (request: FastifyRequest, name: string) =>
  request.headers.cookie ? parseCookie(request.headers.cookie)[name] : undefined
