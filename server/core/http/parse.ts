/** How clients really send things: lists repeated or comma-joined, booleans in other spellings, JSON under any label, texts in quotes. */
import type { TSchema } from 'typebox'
import { parse } from 'yaml'
import { isTextBody, type OperationSpec } from '../../../contract/core/operation.ts'
import { badRequest, tooLarge } from '../problems/problems.ts'
import { check } from './check.ts'
import { keepsJson, readKept } from './kept-json.ts'
import { dropNulls } from './nulls.ts'
import { onlyDeclared } from './only-declared.ts'
import { propertiesOf, propertyOf } from './schema-parts.ts'

type Raw = Record<string, unknown>

/** No name or word has a NUL, and PostgreSQL cannot even compare with one. */
const hasNul = (value: unknown) => [value].flat().some(part => typeof part === 'string' && part.includes('\0'))

const BOOLEANS = new Map([
  ['', true],
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
])

const asBoolean = (value: unknown) => BOOLEANS.get(String(value).toLowerCase()) ?? value

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

/** Some clients write the name of a list with brackets, and some both ways. */
const sentAs = (raw: Raw, name: string): unknown => {
  const [plain, bracketed] = [raw[name], raw[`${name}[]`]]
  if (bracketed === undefined) return plain
  return plain === undefined ? bracketed : [plain, bracketed].flat()
}

/**
 * What is deleted must be what was asked for: a misspelled filter, or one without its value, would delete more, and of a parameter
 * that is there twice, such as dryRun, one would not count.
 */
const checkNames = (schema: TSchema, raw: Raw) => {
  const names = propertiesOf(schema).map(([name]) => name)
  for (const sent of Object.keys(raw)) {
    const name = sent.replace(/\x5b\x5d$/, '')
    const property = propertyOf(schema, name)
    if (!property)
      throw badRequest(`${name.slice(0, 100)}: is not a parameter of this operation. Use ${names.join(', ')}.`, 'query')
    const values = [sentAs(raw, name)].flat()
    if (values.includes('')) throw badRequest(`${name}: must not be empty.`, name)
    const isList = 'type' in property && property.type === 'array'
    if (values.length > 1 && !isList) throw badRequest(`${name}: must be sent once.`, name)
  }
}

/** An operation without a body must not be sent filters there. */
const checkNoBody = (text: string) => {
  if (!/^\s*(?:\{\s*\}|\x5b\s*\x5d|null)?\s*$/.test(text))
    throw badRequest('This operation has no body. Send filters as parameters of the address.', 'body')
}

const isFit = (schema: TSchema, value: unknown): boolean => {
  try {
    check(schema, value, 'query')
    return true
  } catch {
    return false
  }
}

const fitsNothing = new WeakMap<TSchema, boolean>()

/** Whether no parameter is required; determined once. */
const needsNone = (schema: TSchema): boolean => {
  const known = fitsNothing.get(schema)
  if (known !== undefined) return known
  const fits = isFit(schema, {})
  fitsNothing.set(schema, fits)
  return fits
}

/**
 * The query as the operation declares it. Parameters it does not know are left out, and an empty one counts as absent.
 * @param strict whether both are refused instead, because they would delete more
 */
export const parseQuery = (schema: TSchema | undefined, raw: Raw, strict = false): Raw => {
  if (!schema || (Object.keys(raw).length === 0 && needsNone(schema))) return {}
  if (strict) checkNames(schema, raw)
  const query: Raw = {}
  for (const [name, property] of propertiesOf(schema)) {
    const value = sentAs(raw, name)
    if (value === undefined || value === '') continue
    if (hasNul(value)) throw badRequest(`${name}: contains characters that aren't allowed here.`, name)
    const sent = coerced(property, value)
    if (!Array.isArray(sent) || sent.length > 0) query[name] = sent
  }
  check(schema, query, 'query')
  return query
}

/** Bodies that are objects are small, unless their operation says otherwise. */
export const LONGEST_OBJECT = 256 * 1024
/** Little that is sent as an object is deep: an operation says so. */
const DEEPEST = 20
/** What a form sends fits well, also when every character is written as %XX. */
const LONGEST_FORM = 32 * 1024
const MOST_FIELDS = 100

/** Whether brackets outside strings are nested deeper than that: one pass, before a parser spends memory on them. */
export const isDeep = (text: string, deepest: number): boolean => {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    if (depth > deepest) return true
  }
  return false
}

/** How a body came, and the levels that it may have. */
type Sent = { readonly contentType: string; readonly deepest?: number | undefined }

const parseJson = (text: string, { contentType, deepest = DEEPEST }: Sent): unknown => {
  if (isDeep(text, deepest)) throw badRequest(`The body is nested deeper than ${deepest} levels.`, 'body')
  try {
    return JSON.parse(text)
  } catch (error) {
    if (/yaml/i.test(contentType))
      throw badRequest('Send the body as JSON. YAML is accepted only where a descriptor is expected.', 'body')
    const why = error instanceof Error ? error.message : ''
    throw badRequest(`The body isn't valid JSON: ${why}`.slice(0, 300), 'body')
  }
}

const parseForm = (text: string): unknown => {
  if (text.length > LONGEST_FORM) throw tooLarge('A form can have up to 32 KB.')
  let fields = 1
  for (let at = text.indexOf('&'); at >= 0 && fields <= MOST_FIELDS; at = text.indexOf('&', at + 1)) fields++
  if (fields > MOST_FIELDS) throw badRequest(`The body has more than ${MOST_FIELDS} fields.`, 'body')
  return Object.fromEntries(new URLSearchParams(text))
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** A body as text. @throws Problem 400 where it is none */
export const textOf = (body: unknown): string => {
  if (!(body instanceof Uint8Array)) return ''
  try {
    return decoder.decode(body)
  } catch {
    throw badRequest("The body isn't valid UTF-8.", 'body')
  }
}

/** A NUL as JSON writes it: the escape, with an even number of backslashes before it. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/

/** @throws Problem 400 naming the property with a NUL in it */
const checkNul = (body: unknown) => {
  const found = Object.entries(Object(body)).find(part => NUL.test(JSON.stringify(part)))
  if (!found) return
  const at = found[0].replaceAll('\0', '').slice(0, 100) || 'body'
  throw badRequest(`${at}: contains characters that aren't allowed here.`, at)
}

const isForm = (text: string, contentType: string) =>
  /^application\/x-www-form-urlencoded/i.test(contentType) && !/^\s*[{\x5b]/.test(text)

const isQuoted = (text: string) => text.length > 1 && text.startsWith('"') && text.endsWith('"')

/** Some generated clients write a text body as a JSON string. No text that is expected anywhere is one as a whole. */
const unquoted = (text: string): string => {
  if (!isQuoted(text.trim())) return text
  try {
    const inner: unknown = JSON.parse(text)
    return typeof inner === 'string' && inner.isWellFormed() ? inner : text
  } catch {
    return text
  }
}

const isObject = (schema: TSchema) => 'type' in schema && schema.type === 'object'

/** An object that fits the schema, and nothing else of what the text has. @throws Problem 400 */
export const readObject = (schema: TSchema, body: string, sent: Sent): unknown => {
  const inner = isObject(schema) ? unquoted(body) : body
  const text = /^\s*\{/.test(inner) ? inner : body
  const isJson = text.trim() !== '' && !isForm(text, sent.contentType)
  const value = isJson ? parseJson(text, sent) : text.trim() === '' ? {} : parseForm(text)
  dropNulls(schema, value)
  check(schema, value, 'body')
  if (/\\u0000|%00|\0/.test(text)) checkNul(value)
  return keepsJson(schema) ? readKept(schema, isJson ? text : JSON.stringify(value)) : onlyDeclared(schema, value)
}

/** Reading YAML takes many times as long as reading JSON. */
const LONGEST_YAML = 16 * 1024

/** A small text in YAML as JSON. An alias could stand for more than was sent. */
const jsonOf = (text: string): string => {
  if (/^\s*(?:\{|$)/.test(text)) return text
  if (text.length > LONGEST_YAML) throw tooLarge('A body in YAML can have up to 16 KB. Send it as JSON.')
  try {
    return JSON.stringify(parse(text, { maxAliasCount: 0, logLevel: 'error' }))
  } catch (error) {
    const [why = ''] = error instanceof Error ? error.message.split('\n') : []
    throw badRequest(`The body isn't valid YAML: ${why}`.slice(0, 300), 'body')
  }
}

const inWords = (bytes: number) => (bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`)

/** The body as the operation reads it, whatever its label says; an operation without a body ignores one. */
export const parseBody = (operation: OperationSpec, body: unknown, contentType: string): unknown => {
  const { body: schema, bodyLimit = LONGEST_OBJECT, deepest } = operation
  if (!schema && !operation.bulkDelete) return undefined
  const text = textOf(body)
  if (!schema) return checkNoBody(text)
  if (isTextBody(schema)) return unquoted(text)
  if (text.length > bodyLimit) throw tooLarge(`This body can have up to ${inWords(bodyLimit)}.`)
  const isYaml = operation.alsoYaml && /\byaml\b/i.test(contentType)
  return readObject(schema, isYaml ? jsonOf(text) : text, { contentType, deepest })
}

/** `If-Match: "3"` → 3, and so does an entity's ETag `"3.k5"`, whose version stands before the dot; without it, or with `*`, the last write wins. */
export const parseVersion = (header: string | undefined): number | undefined => {
  if (header === undefined || header === '*') return undefined
  const version = /^(?:W\/)?"?(\d{1,15})(?:\.[\w-]{1,100})?"?$/.exec(header.trim())?.[1]
  if (version === undefined) throw badRequest('If-Match: must be the row version in quotes, such as "3".', 'If-Match')
  return Number(version)
}

const CONTROL = /\p{Cc}/u
const LONGEST_PARAM = 255

/** @throws Problem 400 for a path parameter that no identifier can be */
export const checkParams = (params: Record<string, string>) => {
  for (const [name, value] of Object.entries(params)) {
    if (value.length > LONGEST_PARAM) throw badRequest(`${name}: must have ${LONGEST_PARAM} characters or fewer.`, name)
    if (CONTROL.test(value)) throw badRequest(`${name}: contains characters that aren't allowed here.`, name)
  }
}
