/**
 * Checks what was sent against a schema. An invalid value never costs more than a valid one: lengths and counts come before
 * patterns and uniqueness, and the first fault is looked for level by level. (Collecting all faults of a value took seconds.)
 */
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Set as defineFormat } from 'typebox/format'
import { Errors } from 'typebox/value'
import { invisibleFault, linesFault, nameFault } from '../names/displayed.ts'
import { badRequest } from '../problems/problems.ts'

/** Formats of our own, and what a text breaks of them. */
const FORMATS = new Map([
  ['name', nameFault],
  ['visible', invisibleFault],
  ['lines', linesFault],
])
for (const [format, faultOf] of FORMATS) defineFormat(format, text => faultOf(text) === undefined)

type Fault = {
  readonly path: readonly (string | number)[]
  readonly keyword: string
  readonly params: Record<string, unknown>
  readonly message: string
}
type Path = Fault['path']
type Finder = (schema: TSchema, value: unknown, path: Path) => Fault | undefined

const compiled = new WeakMap<TSchema, Validator>()

/** Validators compile on first use: three hundred operations must not cost start-up time. */
const validatorOf = (schema: TSchema): Validator => {
  const known = compiled.get(schema)
  if (known) return known
  const made = Compile(schema)
  compiled.set(schema, made)
  return made
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSchema = (value: unknown): value is TSchema => isRecord(value)

const alternativesOf = (schema: TSchema): readonly TSchema[] =>
  'anyOf' in schema && Array.isArray(schema.anyOf) ? schema.anyOf.filter(isSchema) : []

const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

const constantOf = (schema: TSchema) => ('const' in schema ? schema.const : undefined)

/** Whether this alternative is the one that was meant: the type fits, and so do the properties that tell objects apart. */
const isMeant = (value: unknown) => (schema: TSchema) => {
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

/** The schema of all properties that are not declared by name: of an object whose keys are data. */
const othersOf = (schema: TSchema): TSchema | undefined =>
  'additionalProperties' in schema && isSchema(schema.additionalProperties) ? schema.additionalProperties : undefined

/** The schema of a property. */
export const propertyOf = (schema: TSchema, name: string): TSchema | undefined =>
  propertiesOf(schema).find(([declared]) => declared === name)?.[1] ?? othersOf(schema)

/** The schemas of what is within a value. */
export const entriesOf = (schema: TSchema): readonly TSchema[] => [
  ...('items' in schema && isSchema(schema.items) ? [schema.items] : []),
  ...propertiesOf(schema).map(([, property]) => property),
  ...[othersOf(schema) ?? []].flat(),
]

/** Finds the first fault that another finder sees in the entries or the declared properties. */
const within =
  (find: Finder): Finder =>
  (schema, value, path) => {
    if (Array.isArray(value)) {
      const items = 'items' in schema && isSchema(schema.items) ? schema.items : undefined
      for (let at = 0; items && at < value.length; at++) {
        const fault = find(items, value[at], [...path, at])
        if (fault) return fault
      }
    } else if (isRecord(value)) {
      for (const [name, property] of propertiesOf(schema)) {
        const fault = Object.hasOwn(value, name) ? find(property, value[name], [...path, name]) : undefined
        if (fault) return fault
      }
      const others = othersOf(schema)
      for (const name of others ? Object.keys(value) : []) {
        const fault = others && find(others, value[name], [...path, name])
        if (fault) return fault
      }
    }
    return undefined
  }

const isOver = (limit: unknown, length: number) => typeof limit === 'number' && length > limit

/** Code points count, as in the schema; a string of more than twice as many units has more in any case. */
const isLonger = (text: string, limit: unknown) =>
  typeof limit === 'number' && text.length > limit && (text.length > 2 * limit || [...text].length > limit)

/** The first place that is longer than its schema allows. Looks at nothing beyond a limit. */
const overLimit: Finder = (schema, value, path) => {
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

const INNER = new Set(['anyOf', 'properties', 'additionalProperties', 'propertyNames', 'items', 'uniqueItems'])

/** The first of the properties that an object lacks. */
const missingFrom = ({ requiredProperties }: Fault['params']) =>
  Array.isArray(requiredProperties) ? String(requiredProperties[0]) : ''

/** A fault of the value itself, whatever is in it. */
const ownFault = (keywords: TSchema, value: unknown, path: Path): Fault | undefined => {
  const [error] = Errors(keywords, value)
  if (!error) return undefined
  const { keyword, params, message } = error
  if (keyword === 'required') return { path: [...path, missingFrom(params)], keyword, params, message }
  const faultOf = 'format' in params && typeof value === 'string' ? FORMATS.get(params.format) : undefined
  return { path, keyword, params, message: faultOf ? `${faultOf(String(value))}` : message }
}

/** A property of an object that takes no others than those that it declares. */
const undeclaredFault: Finder = (schema, value, path) => {
  if (!('additionalProperties' in schema) || schema.additionalProperties !== false || !isRecord(value)) return undefined
  const names = propertiesOf(schema).map(([name]) => name)
  const other = Object.keys(value).find(name => !names.includes(name))
  if (other === undefined) return undefined
  return { path: [...path, other.slice(0, 40)], keyword: 'additionalProperties', params: { names }, message: '' }
}

/** The first fault of a value within its limits. Whether entries are unique is asked last, when each is valid. */
const firstFault: Finder = (schema, value, path) => {
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

/** What the schema declares of a value that fits it: nothing that nobody asked for is spread into a row. */
export const onlyDeclared = (schema: TSchema, value: unknown): unknown => {
  const alternative = alternativesOf(schema)
    .filter(isMeant(value))
    .find(one => validatorOf(one).Check(value))
  if (alternative) return onlyDeclared(alternative, value)
  if (Array.isArray(value)) {
    const items = 'items' in schema && isSchema(schema.items) ? schema.items : undefined
    return items ? value.map(one => onlyDeclared(items, one)) : value
  }
  if (!isRecord(value)) return value
  const others = othersOf(schema)
  if (others) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, onlyDeclared(others, one)]))
  if (!('properties' in schema)) return value
  const declared = propertiesOf(schema).filter(([name]) => Object.hasOwn(value, name))
  return Object.fromEntries(declared.map(([name, property]) => [name, onlyDeclared(property, value[name])]))
}

const takesNull = (schema: TSchema): boolean =>
  !('type' in schema || 'enum' in schema || 'const' in schema || alternativesOf(schema).length > 0) ||
  ('type' in schema && schema.type === 'null') ||
  alternativesOf(schema).some(takesNull)

const isRequired = (schema: TSchema, name: string) =>
  'required' in schema && Array.isArray(schema.required) && schema.required.includes(name)

/** Whether a null stands for nothing: the property may be left out, and cannot be null. */
export const isUnset = (schema: TSchema, name: string, property: TSchema) =>
  !isRequired(schema, name) && !takesNull(property)

/** Many clients write null for a field that they do not set. It leaves the value, as if it had not been sent. */
export const dropNulls = (schema: TSchema, value: unknown): void => {
  if (Array.isArray(value)) {
    const items = 'items' in schema && isSchema(schema.items) ? schema.items : undefined
    for (const one of items ? value : []) if (items) dropNulls(items, one)
  }
  if (!isRecord(value)) return
  const [meant = schema] = alternativesOf(schema).filter(isMeant(value))
  for (const [name, property] of propertiesOf(meant))
    if (value[name] === null && isUnset(meant, name, property)) delete value[name]
    else dropNulls(property, value[name])
}

/** @throws Problem 400 naming the first property at fault and what is wrong with it */
export const check = (schema: TSchema, value: unknown, where: string) => {
  const over = overLimit(schema, value, [])
  if (!over && validatorOf(schema).Check(value)) return
  const fault = over ?? firstFault(schema, value, [])
  if (!fault) throw badRequest(`The ${where} isn't valid.`)
  const field = fault.path.join('.') || where
  throw badRequest(`${field}: ${sentence(fault)}`, field)
}

const sentence = ({ keyword, params, message }: Fault): string => {
  switch (keyword) {
    case 'required':
      return 'is required.'
    case 'enum':
      return `must be one of ${listed(params.allowedValues)}.`
    case 'minLength':
      return params.limit === 1 ? 'must not be empty.' : `must have ${params.limit} characters or more.`
    case 'maxLength':
      return `must have ${params.limit} characters or fewer.`
    case 'maxItems':
      return `must have ${params.limit} entries or fewer.`
    case 'maxProperties':
      return `must have ${params.limit} keys or fewer.`
    case 'propertyNames':
      return `this key must have ${params.limit} characters or fewer.`
    case 'additionalProperties':
      return `is not a field here. Use ${listed(params.names)}.`
    case 'format':
      return message
    case 'pattern':
      return "has a format or characters that aren't allowed here."
    case 'anyOf':
      return 'matches none of the formats that are allowed here.'
    default:
      return `${message}.`
  }
}

const listed = (values: unknown) => (Array.isArray(values) ? values.join(', ') : String(values))
