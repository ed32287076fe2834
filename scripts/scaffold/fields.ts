/** The properties of an object, also where they are put together from several schemas. */
import { resolve } from '../openapi/document.ts'
import { isRecord, type Json, recordAt, recordsAt, textsAt } from '../openapi/json.ts'

export type Fields = {
  readonly properties: ReadonlyMap<string, Json>
  readonly required: ReadonlySet<string>
  /** What properties may be that have no name here; undefined where there are none. */
  readonly others: unknown
}

/** A schema and all that it includes by `allOf`, itself last. */
const partsOf = (root: Json, schema: Json, seen: ReadonlySet<Json> = new Set()): Json[] => {
  const own = resolve(root, schema)
  if (seen.has(own)) return []
  const within = new Set([...seen, own])
  return [...recordsAt(own, 'allOf').flatMap(part => partsOf(root, part, within)), own]
}

export const includes = (root: Json, schema: Json, other: Json): boolean => partsOf(root, schema).includes(other)

const asRecord = (value: unknown): Json => (isRecord(value) ? value : {})

export const fieldsOf = (root: Json, schema: Json): Fields => {
  const parts = partsOf(root, schema)
  const properties = parts.flatMap(part => Object.entries(recordAt(part, 'properties')))
  return {
    properties: new Map(properties.map(([name, value]) => [name, asRecord(value)])),
    required: new Set(parts.flatMap(part => textsAt(part, 'required'))),
    others: parts.map(part => part.additionalProperties).find(value => value !== undefined && value !== false),
  }
}
