/** The keys that the JSON Schema of an entity type asks for, as those of descriptors. */
import type { DescriptorKey, DescriptorKeys } from '../../../contract/catalog/descriptor-schema.ts'

type Json = Readonly<Record<string, unknown>>

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Schemas may lead back to themselves. */
const DEEPEST = 8

/** What `$ref` names within the schema. */
const resolved = (root: Json, schema: unknown): Json => {
  let at: unknown = schema
  for (let steps = 0; steps < DEEPEST && isMap(at) && typeof at.$ref === 'string'; steps++) {
    const path = at.$ref.startsWith('#/') ? at.$ref.slice(2).split('/') : ['']
    at = path.reduce<unknown>(
      (inner, part) =>
        isMap(inner) ? inner[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')] : undefined,
      root,
    )
  }
  return isMap(at) ? at : {}
}

const kindOf = ({ type, properties, items }: Json): DescriptorKey['kind'] => {
  if (type === 'array' || items !== undefined) return 'list'
  if (type === 'object' || properties !== undefined) return 'map'
  return type === 'boolean' ? 'flag' : 'any'
}

const aboutOf = ({ description, title, type }: Json) =>
  textOf(description) ?? textOf(title) ?? textOf(type) ?? 'Any value'

const valuesOf = ({ enum: values }: Json): { values?: string[] } =>
  Array.isArray(values) ? { values: values.filter(value => typeof value !== 'object').map(String) } : {}

const keyOf = (root: Json, schema: unknown, depth: number): DescriptorKey => {
  const own = resolved(root, schema)
  const kind = kindOf(own)
  const item = kind === 'list' ? resolved(root, own.items) : own
  const base = { about: aboutOf(own).replaceAll('`', ''), kind, ...valuesOf(own) }
  if (depth >= DEEPEST) return base
  if (isMap(item.properties)) return { ...base, keys: keysOf(root, item, depth + 1) }
  return kind === 'list' ? { ...base, item: keyOf(root, item, depth + 1) } : base
}

const keysOf = (root: Json, { properties, required }: Json, depth: number): DescriptorKeys => {
  const wanted = new Set(Array.isArray(required) ? required : [])
  return Object.fromEntries(
    Object.entries(isMap(properties) ? properties : {}).map(([name, schema]) => [
      name,
      { ...keyOf(root, schema, depth), ...(wanted.has(name) && { required: true as const }) },
    ]),
  )
}

/** The definition of an entity whose type has this schema. */
export const definitionOf = (schema: unknown): DescriptorKey => {
  const root = isMap(schema) ? schema : {}
  return { about: 'What the type of the entity asks for', kind: 'map', keys: keysOf(root, resolved(root, root), 0) }
}
