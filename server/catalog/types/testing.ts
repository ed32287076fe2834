/** What the tests of entity types share. */
import type { World } from '../../testing/world.ts'
import { OPEN_API } from '../entities/testing.ts'

export const DEFINITIONS = '/api/v1/catalog/definitions'

let made = 0
export const newType = (name = 'kind') => `${name}-${++made}`

/** The descriptor of an entity of a type; the definition is JSON, which is YAML. */
export const ofType = (tag: string, type: string, definition: unknown = {}) =>
  `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n  x-cortex-type: ${type}\n  x-cortex-definition: ${JSON.stringify(definition)}\n`

/** Someone who edits types and entities, and short words for what they do. */
export const typist = async ({ person, request }: World) => {
  const as = (await person(['USER'], 'Typist')).session
  const urlOf = (type: string) => `${DEFINITIONS}/${encodeURIComponent(type)}`
  return {
    as,
    create: (type: string, schema: unknown, more = {}, query = '') =>
      request({ method: 'POST', url: DEFINITIONS + query, as, body: { type, schema, ...more } }),
    update: (type: string, body: unknown, query = '', headers = {}) =>
      request({ method: 'PUT', url: urlOf(type) + query, as, body, headers }),
    remove: (type: string) => request({ method: 'DELETE', url: urlOf(type), as }),
    read: (type: string, query = '') => request({ url: urlOf(type) + query, as }),
    list: (query = '') => request({ url: DEFINITIONS + query, as }),
    save: (body: string, query = '') => request({ method: 'POST', url: OPEN_API + query, as, body }),
    patch: (body: string, query = '') => request({ method: 'PATCH', url: OPEN_API + query, as, body }),
    entity: (tag: string) => request({ url: `/api/v1/catalog/${tag}`, as }),
    request: (method: 'GET' | 'PUT' | 'DELETE', url: string) => request({ method, url, as }),
  }
}
