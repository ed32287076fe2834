/** Handles null for fields that a client doesn't set. */
import type { TSchema } from 'typebox'
import { alternativesOf, isMeant, isRecord, itemsOf, propertiesOf } from './schema-parts.ts'

const takesNull = (schema: TSchema): boolean =>
  !('type' in schema || 'enum' in schema || 'const' in schema || alternativesOf(schema).length > 0) ||
  ('type' in schema && schema.type === 'null') ||
  alternativesOf(schema).some(takesNull)

const isRequired = (schema: TSchema, name: string) =>
  'required' in schema && Array.isArray(schema.required) && schema.required.includes(name)

/** Whether null means that the property is omitted: the property is optional and can't be null. */
export const isUnset = (schema: TSchema, name: string, property: TSchema) =>
  !isRequired(schema, name) && !takesNull(property)

/** Many clients send null for a field that they don't set. Such a field is removed, as if it had been omitted. */
export const dropNulls = (schema: TSchema, value: unknown): void => {
  if (Array.isArray(value)) {
    const items = itemsOf(schema)
    for (const one of items ? value : []) if (items) dropNulls(items, one)
  }
  if (!isRecord(value)) return
  const [meant = schema] = alternativesOf(schema).filter(isMeant(value))
  for (const [name, property] of propertiesOf(meant))
    if (value[name] === null && isUnset(meant, name, property)) delete value[name]
    else dropNulls(property, value[name])
}
