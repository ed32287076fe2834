import type { TSchema } from 'typebox'
import { alternativesOf, isMeant, isRecord, itemsOf, othersOf, propertiesOf, validatorOf } from './schema-parts.ts'

/** The declared properties of a valid value, so that no other properties end up in a row. */
export const onlyDeclared = (schema: TSchema, value: unknown): unknown => {
  const alternative = alternativesOf(schema)
    .filter(isMeant(value))
    .find(one => validatorOf(one).Check(value))
  if (alternative) return onlyDeclared(alternative, value)
  if (Array.isArray(value)) {
    const items = itemsOf(schema)
    return items ? value.map(one => onlyDeclared(items, one)) : value
  }
  if (!isRecord(value)) return value
  const others = othersOf(schema)
  if (others) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, onlyDeclared(others, one)]))
  if (!('properties' in schema)) return value
  const declared = propertiesOf(schema).filter(([name]) => Object.hasOwn(value, name))
  return Object.fromEntries(declared.map(([name, property]) => [name, onlyDeclared(property, value[name])]))
}
