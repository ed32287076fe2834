/** The first fault of a value, level by level: collecting all of them took seconds. */
import type { TSchema } from 'typebox'
import { Set as defineFormat } from 'typebox/format'
import { Errors } from 'typebox/value'
import { invisibleFault, linesFault, nameFault } from '../names/displayed.ts'
import { type Fault, type Finder, type Path, within } from './faults.ts'
import { alternativesOf, isMeant, isRecord, propertiesOf } from './schema-parts.ts'

/** Portico's own formats, and the fault of a text that breaks them. */
const FORMATS = new Map([
  ['name', nameFault],
  ['visible', invisibleFault],
  ['lines', linesFault],
])
for (const [format, faultOf] of FORMATS) defineFormat(format, text => faultOf(text) === undefined)

const INNER = new Set(['anyOf', 'properties', 'additionalProperties', 'propertyNames', 'items', 'uniqueItems'])

/** The first required property that is missing. */
const missingFrom = ({ requiredProperties }: Fault['params']) =>
  Array.isArray(requiredProperties) ? String(requiredProperties[0]) : ''

/** A fault of the value itself, without its contents. */
const ownFault = (keywords: TSchema, value: unknown, path: Path): Fault | undefined => {
  const [error] = Errors(keywords, value)
  if (!error) return undefined
  const { keyword, params, message } = error
  if (keyword === 'required') return { path: [...path, missingFrom(params)], keyword, params, message }
  const faultOf = 'format' in params && typeof value === 'string' ? FORMATS.get(params.format) : undefined
  return { path, keyword, params, message: faultOf ? `${faultOf(String(value))}` : message }
}

/** An undeclared property of an object that allows only declared ones. */
const undeclaredFault: Finder = (schema, value, path) => {
  if (!('additionalProperties' in schema) || schema.additionalProperties !== false || !isRecord(value)) return undefined
  const names = propertiesOf(schema).map(([name]) => name)
  const other = Object.keys(value).find(name => !names.includes(name))
  if (other === undefined) return undefined
  return { path: [...path, other.slice(0, 40)], keyword: 'additionalProperties', params: { names }, message: '' }
}

/** The first fault of a value within its limits. Uniqueness of entries is checked last, when each entry is valid. */
export const firstFault: Finder = (schema, value, path) => {
  const own = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !INNER.has(keyword)))
  const fault = ownFault(own, value, path) ?? undeclaredFault(schema, value, path)
  if (fault) return fault
  const alternatives = alternativesOf(schema)
  if (alternatives.length === 0)
    return (
      firstFaultWithin(schema, value, path) ??
      ('uniqueItems' in schema ? ownFault({ uniqueItems: schema.uniqueItems }, value, path) : undefined)
    )
  const [meant, ...others] = alternatives.filter(isMeant(value))
  if (meant && others.length === 0) return firstFault(meant, value, path)
  return alternatives.some(one => !firstFault(one, value, path))
    ? undefined
    : { path, keyword: 'anyOf', params: {}, message: '' }
}

const firstFaultWithin = within(firstFault)
