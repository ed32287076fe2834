/** The drafts of JSON Schema, and a validator of each. */
import {
  Ajv as Draft07,
  type FuncKeywordDefinition,
  type Options,
  type SchemaValidateFunction,
  type ValidateFunction,
} from 'ajv'
import { Ajv2020 as Draft2020 } from 'ajv/dist/2020.js'
import type Core from 'ajv/dist/core.js'
import draft04Module from 'ajv-draft-04'
import formatsModule from 'ajv-formats'
import { matcherOf } from './patterns.ts'
import { isObject, type Json, subschemas } from './subschemas.ts'

const Draft04 = draft04Module.default
const addFormats = formatsModule.default

export type Validator = Core.default
type Made = (options: Options) => Validator

const DRAFTS: ReadonlyMap<string, Made> = new Map<string, Made>([
  ['json-schema.org/draft/2020-12/schema', options => new Draft2020(options)],
  ['json-schema.org/draft-07/schema', options => new Draft07(options)],
  ['json-schema.org/draft-04/schema', options => new Draft04(options)],
])
const NEWEST = 'json-schema.org/draft/2020-12/schema'

export type Draft = string

export const DRAFT_NAMES = [...DRAFTS.keys()].map(name => `https://${name}`)

/** Which draft a schema is written in; the newest where it does not say, and undefined for one that is not known. */
export const draftOf = ({ $schema }: Json): Draft | undefined => {
  if ($schema === undefined) return NEWEST
  const name = String($schema)
    .replace(/^https?:\/\//, '')
    .replace(/#$/, '')
  return DRAFTS.has(name) ? name : undefined
}

/** Equal texts for equal values; the order of keys does not count. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
  return `{${entries.toSorted().join()}}`
}

/** The validator's own compares each item with each other one. This one compares nothing in a list that is longer than it may be. */
const isUnique: SchemaValidateFunction = (isWanted: boolean, items: readonly unknown[], parent: Json = {}) => {
  if (!isWanted || (typeof parent.maxItems === 'number' && items.length > parent.maxItems)) return true
  return new Set(items.map(canonical)).size === items.length
}

const uniqueItems: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  errors: false,
  validate: isUnique,
}

/**
 * All faults are collected: stopping at the first one would nest what is compiled as deep as a schema has properties. What is compiled
 * is not optimized, which would take longer than it saves.
 */
const OPTIONS: Options = {
  strict: false,
  allErrors: true,
  ownProperties: true,
  validateSchema: false,
  logger: false,
  code: { optimize: false, regExp: matcherOf },
}

const newValidator = (draft: Draft, meta = false): Validator => {
  const make = DRAFTS.get(draft)
  if (!make) throw new Error(`${draft} is no draft of JSON Schema`)
  const validator = make({ ...OPTIONS, meta })
  addFormats(validator)
  validator.removeKeyword('uniqueItems')
  return validator.addKeyword(uniqueItems)
}

/** `nullable` of OpenAPI says something beside a type only, and the validator refuses it elsewhere. */
const withoutIdleNullable = (schema: Json): Json => {
  const copy = structuredClone(schema)
  for (const { schema: one } of subschemas(copy))
    if (one.type === undefined && one.nullable !== undefined) Reflect.deleteProperty(one, 'nullable')
  return copy
}

/** A validator for each schema: they know each other's $id otherwise, and are kept. @throws Error for a schema that can't be used */
export const compile = (schema: Json, draft: Draft): ValidateFunction =>
  newValidator(draft).compile(withoutIdleNullable(schema))

/** @throws Error where the text is no schema that could be stored */
export const compileText = (text: string): ValidateFunction => {
  const schema: unknown = JSON.parse(text)
  const draft = isObject(schema) ? draftOf(schema) : undefined
  if (!draft || !isObject(schema)) throw new Error('a stored schema cannot be read')
  return compile(schema, draft)
}

/** One for each draft, which knows the schema of schemas. */
const checkers = new Map<Draft, Validator>()

export const checkerOf = (draft: Draft): Validator => {
  const known = checkers.get(draft) ?? newValidator(draft, true)
  checkers.set(draft, known)
  return known
}

/** Compiles the schemas of schemas, which takes longer than most schemas do. */
export const warmCheckers = () => {
  for (const draft of DRAFTS.keys()) checkerOf(draft).validateSchema({ $schema: undefined, type: 'object' })
}
