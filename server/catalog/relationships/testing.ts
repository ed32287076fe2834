/** What the tests of relationships share. */
import assert from 'node:assert/strict'
import type { World } from '../../testing/world.ts'
import { editor, newTag, yaml } from '../entities/testing.ts'

export const TYPES = '/api/v1/relationship-types'

let made = 0
export const newType = (name = 'type') => `${name}-${++made}`

/** As clients send it. */
export const typeBody = (tag: string, more: object = {}) => ({
  tag,
  name: 'Component Hierarchy',
  description: 'Which components have which parts.',
  definitionLocation: 'BOTH',
  isSingleSource: false,
  isSingleDestination: false,
  allowCycles: false,
  sourcesFilter: { include: false, types: [] },
  destinationsFilter: { include: false, types: [] },
  inheritances: [{ parameterTag: 'x-cortex-owners', inheritanceType: 'FALLBACK' }],
  createCatalog: false,
  ...more,
})

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Someone who edits, and short words for what they do. */
export const relating = async (here: World) => {
  const { as, post } = await editor(here)
  const ask = (method: Method, url: string, body?: unknown) =>
    here.request({ method, url, as, ...(body === undefined ? {} : { body }) })
  const ok = async (method: Method, url: string, body?: unknown) => {
    const answer = await ask(method, url, body)
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const describe = async (tag: string, info = '') => {
    const answer = await post(yaml(tag, info))
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const entities = async (...names: string[]) => {
    const tags = names.map(name => newTag(name))
    for (const tag of tags) await describe(tag)
    return tags
  }
  const type = async (more: object = {}) => {
    const tag = newType()
    await ok('POST', TYPES, typeBody(tag, more))
    return tag
  }
  const at = (tag: string, relationshipType: string, side: 'destinations' | 'sources') =>
    `/api/v1/catalog/${encodeURIComponent(tag)}/relationships/${relationshipType}/${side}`
  const tagsAt = async (url: string): Promise<string[]> => {
    const [entities] = Object.values<{ tag: string }[]>(await ok('GET', url))
    return (entities ?? []).map(({ tag }) => tag)
  }
  const pairsOf = async (relationshipType: string, query = ''): Promise<string[]> => {
    const { relationships } = await ok('GET', `/api/v1/relationships/${relationshipType}${query}`)
    type Read = { sourceEntity: { tag: string }; destinationEntity: { tag: string } }
    return relationships.map(
      ({ sourceEntity, destinationEntity }: Read) => `${sourceEntity.tag}>${destinationEntity.tag}`,
    )
  }
  return { as, ask, ok, post, describe, entities, type, at, tagsAt, pairsOf }
}

export const declares = (type: string, ends: { destinations?: string[]; sources?: string[] }) =>
  `  x-cortex-relationships:\n    - type: ${type}\n${Object.entries(ends)
    .map(([side, tags]) => `      ${side}:\n${tags.map(tag => `        - tag: ${tag}\n`).join('')}`)
    .join('')}`
