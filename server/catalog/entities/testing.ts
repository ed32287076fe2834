/** What the tests of the catalog share. */
import type { World } from '../../testing/world.ts'
import type { ReadPart } from './part.ts'
import { addedParts, entityPart } from './parts.ts'

export const OPEN_API = '/api/v1/open-api'

/** The address of an entity. */
export const at = (tag: string) => `/api/v1/catalog/${encodeURIComponent(tag)}`

let made = 0
/** Tests share a database, so each names its own entities. */
export const newTag = (name = 'entity') => `${name}-${++made}`

export const yaml = (tag: string, info = '', rest = '') =>
  `openapi: 3.0.1\ninfo:\n  title: ${tag.toUpperCase()}\n  x-cortex-tag: ${tag}\n${info}${rest}`

/** Someone who edits entities, and short words for what they do. */
export const editor = async ({ person, request }: World) => {
  const as = (await person(['USER'], 'Editor')).session
  return {
    as,
    get: (url: string) => request({ url, as }),
    post: (body: string, query = '', headers = {}) =>
      request({ method: 'POST', url: OPEN_API + query, as, body, headers }),
    patch: (body: string, query = '', headers = {}) =>
      request({ method: 'PATCH', url: OPEN_API + query, as, body, headers }),
    put: (url: string, headers = {}) => request({ method: 'PUT', url, as, headers }),
    remove: (url: string, headers = {}) => request({ method: 'DELETE', url, as, headers }),
  }
}

export const auditOf = async ({ database }: World, tag: string) => {
  const rows = await database.db
    .selectFrom('audit_logs')
    .select(['action', 'changes', 'actor_type'])
    .where('object_type', '=', 'ENTITY')
    .where('object_identifier', '=', tag)
    .where('outcome', '=', 'DONE')
    .execute()
  return rows.map(({ action, changes, actor_type }) => ({ action, actor_type, changes: JSON.parse(changes ?? '{}') }))
}

const ofTests = new Set<ReadPart>()

/** Adds a part that only a test has, and that no contract declares. */
export const partOfTest = (part: ReadPart) => {
  ofTests.add(part)
  return entityPart(part)
}

/** The parts that the product's slices add. */
export const partsOfSlices = () => addedParts().filter(part => !ofTests.has(part))
