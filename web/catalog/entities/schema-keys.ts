/** Converts the JSON Schema of an entity type to keys for the descriptor editor. */
import type { DescriptorKey, DescriptorKeys } from '../../../contract/catalog/descriptor-schema.ts'

type Json = Readonly<Record<string, unknown>>

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** The longest chain of references. */
const MOST_STEPS = 8

/** Resolves a `$ref` within the schema. */
const resolved = (root: Json, schema: unknown): Json => {
  let at: unknown = schema
  for (let steps = 0; steps < MOST_STEPS && isMap(at) && typeof at.$ref === 'string'; steps++) {
    if (at.$ref === '#') return root
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

type Of = { readonly root: Json; readonly required?: boolean }

/** Nested keys are read on demand, because a schema can refer to itself. */
const keyOf = (schema: unknown, { root, required }: Of): DescriptorKey => {
  const own = resolved(root, schema)
  const kind = kindOf(own)
  const item = kind === 'list' ? resolved(root, own.items) : own
  const base: DescriptorKey = {
    about: aboutOf(own).replaceAll('`', ''),
    kind,
    ...valuesOf(own),
    ...(required && { required: true as const }),
  }
  if (isMap(item.properties))
    return Object.defineProperty(
      { ...base },
      'keys',
      lazily(() => keysOf(root, item)),
    )
  return kind === 'list'
    ? Object.defineProperty(
        { ...base },
        'item',
        lazily(() => keyOf(item, { root })),
      )
    : base
}

const lazily = <Value>(get: () => Value) => ({ get, enumerable: true })

const keysOf = (root: Json, { properties, required }: Json): DescriptorKeys => {
  const wanted = new Set(Array.isArray(required) ? required : [])
  return Object.fromEntries(
    Object.entries(isMap(properties) ? properties : {}).map(([name, schema]) => [
      name,
      keyOf(schema, { root, required: wanted.has(name) }),
    ]),
  )
}

/** The definition of an entity whose type has this schema. */
export const definitionOf = (schema: unknown): DescriptorKey => {
  const root = isMap(schema) ? schema : {}
  return {
    about: 'The data that the type of the entity requires',
    kind: 'map',
    keys: keysOf(root, resolved(root, root)),
  }
}
