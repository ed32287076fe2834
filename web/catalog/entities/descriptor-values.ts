/** Suggestions in the descriptor editor: keys of the schema and of the entity's type, and values of the workspace. */
import { listCatalogFilters, listEntities } from '../../../contract/catalog/catalog.ts'
import {
  DESCRIPTOR_KEYS,
  type DescriptorKey,
  type DescriptorKeys,
  type ValuesFrom,
} from '../../../contract/catalog/descriptor-schema.ts'
import { listRelationshipTypes } from '../../../contract/catalog/relationship-types.ts'
import { getEntityType, listEntityTypes } from '../../../contract/catalog/types.ts'
import { listUsers } from '../../../contract/identity/users.ts'
import { call } from '../../core/api/client.ts'
import type { Assistant, Value } from '../../core/editor/assist.ts'
import { definitionOf } from './schema-keys.ts'

/** Values of one response. */
const MOST_VALUES = 20
/** Up to this number, all types and groups are read at once. */
const MOST_AT_ONCE = 250

type Find = (typed: string, signal: AbortSignal) => Promise<readonly Value[]>

export const findTagged =
  (types: string[]): Find =>
  async (query, signal) => {
    const wanted = { types, pageSize: MOST_VALUES, hierarchyDepth: '0', ...(query && { query }) }
    const { entities } = await call(listEntities, { query: wanted, signal })
    return entities.map(({ tag, name, type }) => ({ value: tag, detail: `${name} · ${type}` }))
  }

export const findPeople: Find = async (query, signal) => {
  const { users } = await call(listUsers, { query: { pageSize: MOST_VALUES, ...(query && { query }) }, signal })
  return users.map(({ email, name }) => ({ value: email, detail: name }))
}

export const findTypes: Find = async (_, signal) => {
  const query = { includeBuiltIn: true, pageSize: MOST_AT_ONCE }
  const { definitions } = await call(listEntityTypes, { query, signal })
  return definitions.map(({ type, name }) => ({ value: type, ...(name && { detail: name }) }))
}

export const findGroups: Find = async (_, signal) => {
  const { groups } = await call(listCatalogFilters, { signal })
  return groups.map(({ value, count }) => ({ value, detail: `${count} ${count === 1 ? 'entity' : 'entities'}` }))
}

const findRelationshipTypes: Find = async (_, signal) => {
  const { relationshipTypes } = await call(listRelationshipTypes, { query: { pageSize: MOST_AT_ONCE }, signal })
  return relationshipTypes.map(({ tag, name }) => ({ value: tag, detail: name }))
}

const none: Find = async () => []

const FINDERS: Readonly<Record<ValuesFrom, Find>> = {
  entities: findTagged([]),
  teams: findTagged(['team']),
  domains: findTagged(['domain']),
  types: findTypes,
  groups: findGroups,
  relationshipTypes: findRelationshipTypes,
  emails: findPeople,
}

/** Values that are searched for as the person types. All others are loaded at once. */
const SEARCHED: readonly ValuesFrom[] = ['entities', 'teams', 'domains', 'emails']

const stepInto = (keys: DescriptorKeys, path: readonly string[]): DescriptorKey | undefined => {
  let key: DescriptorKey | undefined = { about: '', kind: 'map', keys }
  for (const step of path) key = key?.keys?.[step] ?? key?.item
  return key
}

const typeIn = (lines: readonly string[]) => {
  for (const line of lines) {
    const [, type] = /^\s+["']?x-cortex-type["']?\s*:\s*["']?([^\s"'#]+)/.exec(line) ?? []
    if (type !== undefined) return type
  }
  return undefined
}

/** A type that isn't defined has no schema. */
const readDefinition = async (type: string) => {
  try {
    return definitionOf((await call(getEntityType, { params: { type } })).schema)
  } catch {
    return definitionOf({})
  }
}

/** No suggestions if the search fails or is canceled. */
const foundBy = async (find: Find, typed: string, signal: AbortSignal) => {
  try {
    return await find(typed, signal)
  } catch {
    return []
  }
}

const given = (values: readonly string[] | undefined): Value[] => (values ?? []).map(value => ({ value }))

/** @param seesPeople whether the person has permission to list people */
export const descriptorAssistant = (seesPeople: boolean): Assistant => {
  const definitions = new Map<string, Promise<DescriptorKey>>()
  const definitionFor = (type: string) => {
    const known = definitions.get(type) ?? readDefinition(type)
    definitions.set(type, known)
    return known
  }
  return {
    keyAt: async (path, lines) => {
      const [info, block, ...rest] = path
      if (info !== 'info' || block !== 'x-cortex-definition') return stepInto(DESCRIPTOR_KEYS, path)
      const type = typeIn(lines)
      const definition = type === undefined ? definitionOf({}) : await definitionFor(type)
      return stepInto({ [block]: definition }, [block, ...rest])
    },
    valuesOf: async ({ key, place, signal }) => {
      const find = key.from === undefined || (key.from === 'emails' && !seesPeople) ? none : FINDERS[key.from]
      const found = await foundBy(find, place.typed, signal)
      const flags = key.kind === 'flag' ? ['true', 'false'] : []
      const fixed = given([...(key.values ?? []), ...(key.suggested ?? []), ...flags])
      return { values: [...fixed, ...found], isWhole: key.from === undefined || !SEARCHED.includes(key.from) }
    },
  }
}
