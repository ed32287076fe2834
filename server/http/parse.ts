/** How clients really send things: lists repeated or comma-joined, booleans in Python's spelling, JSON under any label. */
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { parse as parseYaml } from 'yaml'
import { isTextBody, type OperationSpec } from '../../contract/operation.ts'
import { badRequest, tooLarge } from './problems.ts'

type Raw = Record<string, unknown>

const compiled = new WeakMap<TSchema, Validator>()

/** Validators compile on first use: three hundred operations must not cost start-up time. */
const validatorOf = (schema: TSchema): Validator => {
  const known = compiled.get(schema)
  if (known) return known
  const made = Compile(schema)
  compiled.set(schema, made)
  return made
}

const nameOf = (instancePath: string, where: string) => instancePath.slice(1).replaceAll('/', '.') || where

/** @throws Problem 400 naming the first property at fault and what is wrong with it */
export const check = (schema: TSchema, value: unknown, where: string) => {
  const validator = validatorOf(schema)
  if (validator.Check(value)) return
  const errors = validator.Errors(value)
  const error =
    errors.find(({ keyword }) => keyword === 'anyOf') ??
    errors.find(({ keyword }) => keyword !== 'pattern') ??
    errors[0]
  if (!error) throw badRequest(`The ${where} is not valid.`)
  const field = nameOf(error.instancePath, where)
  throw badRequest(`${field}: ${sentence(error.keyword, error.params, error.message)}`, field)
}

const sentence = (keyword: string, params: Record<string, unknown>, message: string): string => {
  switch (keyword) {
    case 'required':
      return `${listed(params.requiredProperties)} must be there.`
    case 'enum':
      return `must be one of ${listed(params.allowedValues)}.`
    case 'minLength':
      return params.limit === 1 ? 'must not be empty.' : `must have ${params.limit} characters or more.`
    case 'maxLength':
      return `must have ${params.limit} characters or fewer.`
    case 'pattern':
      return 'has a form or characters that are not allowed here.'
    case 'anyOf':
      return 'is none of the forms that are allowed here.'
    default:
      return `${message}.`
  }
}

const listed = (values: unknown) => (Array.isArray(values) ? values.join(', ') : String(values))

const DEEPEST = 20

/** No name or word has a NUL, and PostgreSQL cannot even compare with one. Nothing that is sent is deep either. */
const isUnusable = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return (
    depth > DEEPEST ||
    Object.entries(value)
      .flat()
      .some(part => isUnusable(part, depth + 1))
  )
}

const asBoolean = (value: unknown) => {
  const text = String(value).toLowerCase()
  return text === 'true' || text === '' ? true : text === 'false' ? false : value
}

const asInteger = (value: unknown) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)

const asList = (value: unknown) =>
  [value]
    .flat()
    .flatMap(part => String(part).split(','))
    .map(part => part.trim())
    .filter(part => part !== '')

const first = (value: unknown) => (Array.isArray(value) ? value[0] : value)

const coerced = (schema: TSchema, value: unknown): unknown => {
  const type = 'type' in schema ? schema.type : undefined
  if (type === 'array') return asList(value)
  if (type === 'boolean') return asBoolean(first(value))
  if (type === 'integer') return asInteger(first(value))
  return first(value)
}

type Property = readonly [string, TSchema]

const properties = new WeakMap<TSchema, readonly Property[]>()

const readProperties = (schema: TSchema): readonly Property[] =>
  'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null
    ? Object.entries({ ...schema.properties })
    : []

const propertiesOf = (schema: TSchema): readonly Property[] => {
  const known = properties.get(schema)
  if (known) return known
  const made = readProperties(schema)
  properties.set(schema, made)
  return made
}

/** The query as the operation declares it; parameters it does not know are left out, an empty one counts as absent. */
export const parseQuery = (schema: TSchema | undefined, raw: Raw): Raw => {
  if (!schema) return {}
  const query: Raw = {}
  for (const [name, property] of propertiesOf(schema)) {
    const value = raw[name]
    if (value === undefined || value === '') continue
    if (isUnusable(value)) throw badRequest(`${name}: has characters that are not allowed here.`, name)
    const sent = coerced(property, value)
    if (!Array.isArray(sent) || sent.length > 0) query[name] = sent
  }
  check(schema, query, 'query')
  return query
}

const MOST_ALIASES = 50
/** Bodies that are objects are small; only descriptors are large, and those are read elsewhere. */
const LONGEST_OBJECT = 256 * 1024

const parseObject = (text: string, contentType: string): unknown => {
  const isYaml = /yaml/i.test(contentType)
  try {
    return isYaml && !/^\s*\{/.test(text)
      ? parseYaml(text, { maxAliasCount: MOST_ALIASES, uniqueKeys: false, logLevel: 'silent' })
      : JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : ''
    throw badRequest(`The body is not valid ${isYaml ? 'YAML' : 'JSON'}: ${why}`.slice(0, 300), 'body')
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

const textOf = (body: unknown): string => {
  if (!(body instanceof Uint8Array)) return ''
  try {
    return decoder.decode(body)
  } catch {
    throw badRequest('The body is not valid UTF-8.', 'body')
  }
}

/** @throws Problem 400 naming the field */
const checkUsable = (body: unknown) => {
  if (!isUnusable(body)) return
  const at =
    Object.entries(Object(body))
      .find(([, value]) => isUnusable(value))?.[0]
      ?.replaceAll('\0', '')
      .slice(0, 100) || 'body'
  throw badRequest(`${at}: has characters or a depth that are not allowed here.`, at)
}

/** The body as the operation reads it, whatever its label says; an operation without a body ignores one. */
export const parseBody = (operation: OperationSpec, body: unknown, contentType: string): unknown => {
  const schema = operation.body
  if (!schema) return undefined
  const text = textOf(body)
  if (isTextBody(schema)) return text
  if (text.length > LONGEST_OBJECT) throw tooLarge('This body may have 256 KB at most.')
  const isForm = /^application\/x-www-form-urlencoded/i.test(contentType) && !/^\s*[{\x5b]/.test(text)
  const value =
    text.trim() === '' ? {} : isForm ? Object.fromEntries(new URLSearchParams(text)) : parseObject(text, contentType)
  check(schema, value, 'body')
  checkUsable(value)
  return value
}

/** `If-Match: "3"` → 3; without it, or with `*`, the last write wins. */
export const parseVersion = (header: string | undefined): number | undefined => {
  if (header === undefined || header === '*') return undefined
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim())?.[1]
  if (version === undefined)
    throw badRequest('If-Match: must be the version of the thing in quotes, such as "3".', 'If-Match')
  return Number(version)
}

const CONTROL = /\p{Cc}/u
const LONGEST_PARAM = 255

/** @throws Problem 400 for a path parameter that no identifier can be */
export const checkParams = (params: Record<string, string>) => {
  for (const [name, value] of Object.entries(params)) {
    if (value.length > LONGEST_PARAM) throw badRequest(`${name}: must have ${LONGEST_PARAM} characters or fewer.`, name)
    if (CONTROL.test(value)) throw badRequest(`${name}: has characters that are not allowed here.`, name)
  }
}
