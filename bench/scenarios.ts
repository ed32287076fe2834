/** What is measured, as requests. */
import type { Seeded } from './seed.ts'

export type Scenario = {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** A body for the n-th request; two neighbours differ, so that each is a real write. */
  readonly body?: (n: number) => string
}

export const BROWSER = { 'sec-fetch-site': 'same-origin' } as const

const descriptor = (n: number) => `openapi: 3.0.1
info:
  title: Written by the bench
  description: Revision ${n}
  x-cortex-tag: bench-write
  x-cortex-type: service
  x-cortex-groups:
    - bench
  x-cortex-owners:
    - type: group
      name: team-1
      provider: CORTEX
`

export const scenariosOf = (
  { secret, plainTag, familyTag }: Pick<Seeded, 'secret' | 'plainTag' | 'familyTag'>,
  cookie: string,
): Scenario[] => {
  const bearer = { authorization: `Bearer ${secret}` }
  const session = { cookie: `portico_session=${cookie}`, ...BROWSER, 'content-type': 'application/json' }
  return [
    { name: 'authenticated entity read', method: 'GET', path: `/api/v1/catalog/${plainTag}`, headers: bearer },
    { name: 'entity with hierarchy', method: 'GET', path: `/api/v1/catalog/${familyTag}`, headers: bearer },
    {
      name: 'list of 100',
      method: 'GET',
      path: '/api/v1/catalog?types=service&pageSize=100&includeOwners=true',
      headers: bearer,
    },
    {
      name: 'entity write',
      method: 'POST',
      path: '/api/v1/open-api',
      headers: { ...bearer, 'content-type': 'application/openapi;charset=UTF-8' },
      body: descriptor,
    },
    {
      name: 'token creation',
      method: 'POST',
      path: '/api/v1/auth/token',
      headers: session,
      body: n => JSON.stringify({ name: `bench ${n}`, expirationDate: '2030-01-31', timeZone: 'Europe/Berlin' }),
    },
  ]
}
