/** Checks lengths and counts before any check whose cost grows with the value. */
import type { TSchema } from 'typebox'
import { type Fault, type Finder, type Path, within } from './faults.ts'
import { alternativesOf, isMeant, isRecord } from './schema-parts.ts'

const isOver = (limit: unknown, length: number) => typeof limit === 'number' && length > limit

/** Counts code points, as in the schema. A string with more than twice as many code units is always too long. */
const isLonger = (text: string, limit: unknown) =>
  typeof limit === 'number' && text.length > limit && (text.length > 2 * limit || [...text].length > limit)

/** The first place that exceeds a limit of its schema. Nothing beyond a limit is read. */
export const overLimit: Finder = (schema, value, path) => {
  if (typeof value === 'string' && 'maxLength' in schema && isLonger(value, schema.maxLength))
    return { path, keyword: 'maxLength', params: { limit: schema.maxLength }, message: '' }
  if (Array.isArray(value) && 'maxItems' in schema && isOver(schema.maxItems, value.length))
    return { path, keyword: 'maxItems', params: { limit: schema.maxItems }, message: '' }
  const keyFault = isRecord(value) ? overLimitInKeys(schema, value, path) : undefined
  if (keyFault) return keyFault
  const [meant, ...others] = alternativesOf(schema).filter(isMeant(value))
  if (meant && others.length === 0) return overLimit(meant, value, path)
  return overLimitWithin(schema, value, path)
}

const overLimitInKeys = (schema: TSchema, value: Record<string, unknown>, path: Path): Fault | undefined => {
  if (!('maxProperties' in schema)) return undefined
  const keys = Object.keys(value)
  if (isOver(schema.maxProperties, keys.length))
    return { path, keyword: 'maxProperties', params: { limit: schema.maxProperties }, message: '' }
  const names = 'propertyNames' in schema && isRecord(schema.propertyNames) ? schema.propertyNames : {}
  const long = keys.find(key => isLonger(key, names.maxLength))
  if (long === undefined) return undefined
  return {
    path: [...path, long.slice(0, 40)],
    keyword: 'propertyNames',
    params: { limit: names.maxLength },
    message: '',
  }
}

const overLimitWithin = within(overLimit)
