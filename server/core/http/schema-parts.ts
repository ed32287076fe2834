/** The parts of a schema: properties, entries and alternatives, and the alternative that a value is meant for. */
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'

const compiled = new WeakMap<TSchema, Validator>()

/** Validators compile on first use: three hundred operations must not cost start-up time. */
export const validatorOf = (schema: TSchema): Validator => {
  const known = compiled.get(schema)
  if (known) return known
  const made = Compile(schema)
  compiled.set(schema, made)
  return made
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isSchema = (value: unknown): value is TSchema => isRecord(value)

export const alternativesOf = (schema: TSchema): readonly TSchema[] =>
  'anyOf' in schema && Array.isArray(schema.anyOf) ? schema.anyOf.filter(isSchema) : []

const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

const constantOf = (schema: TSchema) => ('const' in schema ? schema.const : undefined)

/** Whether a value is meant for this alternative: the type matches, and so do the properties that distinguish objects. */
export const isMeant = (value: unknown) => (schema: TSchema) => {
  const type = 'type' in schema ? schema.type : undefined
  if (type !== typeOf(value) && !(type === 'integer' && typeof value === 'number')) return false
  if (!isRecord(value)) return true
  return propertiesOf(schema).every(
    ([name, property]) => constantOf(property) === undefined || constantOf(property) === value[name],
  )
}

const properties = new WeakMap<TSchema, readonly (readonly [string, TSchema])[]>()

/** The properties that a schema of an object declares, in order. */
export const propertiesOf = (schema: TSchema): readonly (readonly [string, TSchema])[] => {
  const known = properties.get(schema)
  if (known) return known
  const made = 'properties' in schema && isRecord(schema.properties) ? Object.entries(schema.properties) : []
  const read = made.flatMap(([name, property]) => (isSchema(property) ? [[name, property] as const] : []))
  properties.set(schema, read)
  return read
}

/** The schema of properties that aren't declared by name, for an object whose keys are data. */
export const othersOf = (schema: TSchema): TSchema | undefined =>
  'additionalProperties' in schema && isSchema(schema.additionalProperties) ? schema.additionalProperties : undefined

/** The schema of a property. */
export const propertyOf = (schema: TSchema, name: string): TSchema | undefined =>
  propertiesOf(schema).find(([declared]) => declared === name)?.[1] ?? othersOf(schema)

/** The schema of the entries of a list. */
export const itemsOf = (schema: TSchema): TSchema | undefined =>
  'items' in schema && isSchema(schema.items) ? schema.items : undefined

/** The schemas of the contents of a value. */
export const entriesOf = (schema: TSchema): readonly TSchema[] => [
  ...[itemsOf(schema) ?? []].flat(),
  ...propertiesOf(schema).map(([, property]) => property),
  ...[othersOf(schema) ?? []].flat(),
]
