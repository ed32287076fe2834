/** Every schema that reads what someone sent has limits, and patterns that cost no more than one pass. */
import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isTextBody, type OperationSpec } from './operation.ts'
import { ChangedName } from './schemas.ts'

type Json = Record<string, unknown>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null
const isOperation = (value: unknown): value is OperationSpec =>
  isRecord(value) && typeof value.id === 'string' && typeof value.path === 'string' && isRecord(value.answers)

const CONTRACT = join(import.meta.dirname, '..')

const modules: unknown[] = await Promise.all(
  globSync('**/*.ts', { cwd: CONTRACT, exclude: ['**/*.test.ts'] }).map(file => import(join(CONTRACT, file))),
)
const operations = modules.flatMap(module => Object.values(Object(module))).filter(isOperation)

/** Keywords that the check of requests walks, and others that say nothing about a value. */
const KNOWN = new Set(
  'type properties required items anyOf enum const minLength maxLength pattern format minItems maxItems uniqueItems minimum maximum description default maxProperties propertyNames additionalProperties x-kept-as-sent'.split(
    ' ',
  ),
)

const FORMATS = new Set(['name', 'visible', 'lines'])

const faultsOf = (schema: unknown, at: string): string[] => {
  if (!isRecord(schema)) return []
  const own = Object.keys(schema).filter(keyword => !KNOWN.has(keyword) && !/^[~$]/.test(keyword))
  const { type, properties, items, anyOf, pattern, format, additionalProperties: others } = schema
  return [
    ...own.map(keyword => `${at}: ${keyword} is not a keyword that the check of requests knows`),
    ...(type === 'string' &&
    schema.enum === undefined &&
    schema.const === undefined &&
    typeof schema.maxLength !== 'number'
      ? [`${at}: a string without maxLength`]
      : []),
    ...(type === 'array' && typeof schema.maxItems !== 'number' ? [`${at}: an array without maxItems`] : []),
    ...(typeof format === 'string' && !FORMATS.has(format)
      ? [`${at}: ${format} is not a format that the check of requests knows`]
      : []),
    ...(typeof pattern === 'string' ? overlaps(pattern).map(fault => `${at}: ${fault}`) : []),
    ...(isRecord(properties)
      ? Object.entries(properties).flatMap(([name, inner]) => faultsOf(inner, `${at}.${name}`))
      : []),
    ...faultsOf(items, `${at}[]`),
    ...(isRecord(others) && typeof schema.maxProperties !== 'number' ? [`${at}: a map without maxProperties`] : []),
    ...(isRecord(others) ? faultsOf(schema.propertyNames ?? { type: 'string' }, `${at} key`) : []),
    ...faultsOf(others, `${at}.*`),
    ...(Array.isArray(anyOf) ? anyOf.flatMap(one => faultsOf(one, at)) : []),
  ]
}

const ATOM = /^(?:\[(?:\\.|[^\]\\])*\]|\\u[0-9a-f]{4}|\\.|[^\\[\](){}*+?|^$])/i
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/
const ALL_CHARS = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))

const charsOf = (atom: string) => {
  const one = new RegExp(`^${atom}$`, 'u')
  return new Set(ALL_CHARS.filter(char => one.test(char)))
}

const isUnbounded = (quantifier: string) => /^[*+]|,\}/.test(quantifier)

/**
 * Why a pattern may take more than one pass; a strict rule, so that a better pattern is found instead of proved.
 * It begins with ^; no group repeats without end; after what repeats without end comes a character that cannot belong to it, or the end.
 */
const overlaps = (pattern: string): string[] => {
  if (!pattern.startsWith('^')) return ['a pattern that does not begin with ^']
  const faults: string[] = []
  let rest = pattern.slice(1)
  let repeated: string | undefined
  while (rest !== '') {
    const group = /^\((?:\?[:=])?|^[)|$]/.exec(rest)?.[0]
    const atom = group ?? ATOM.exec(rest)?.[0]
    if (atom === undefined) return [`a pattern that this test cannot read at ${rest}`]
    rest = rest.slice(atom.length)
    const quantifier = QUANTIFIER.exec(rest)?.[0] ?? ''
    rest = rest.slice(quantifier.length)
    if (group === ')' && (isUnbounded(quantifier) || /,\d/.test(quantifier))) faults.push('a group that repeats')
    if (repeated !== undefined && group !== '$') {
      const mayBeEmpty = /^[*?]|^\{0/.test(quantifier)
      if (group || mayBeEmpty || !charsOf(repeated).isDisjointFrom(charsOf(atom)))
        faults.push(`a pattern in which ${repeated} repeats into ${atom}`)
    }
    repeated = !group && isUnbounded(quantifier) ? atom : undefined
  }
  return faults
}

test('every string and array that an operation reads has a limit, and every pattern is linear', () => {
  assert.ok(operations.length > 80)
  const faults = operations.flatMap(({ id, query, body }) => [
    ...faultsOf(query, `${id} query`),
    ...(body && !isTextBody(body) ? faultsOf(body, `${id} body`) : []),
  ])
  assert.deepEqual(faults, [])
})

/** What people type to be read as a name. */
const READ_AS_NAME = /^(?:name|title|displayName|label|client)$/i

const loosePlaces = (schema: unknown, at: string): string[] => {
  if (!isRecord(schema)) return []
  const { properties, items, anyOf } = schema
  return [
    ...(isRecord(properties)
      ? Object.entries(properties).flatMap(([name, inner]) => [
          ...(READ_AS_NAME.test(name) && isRecord(inner) && !isName(inner) ? [`${at}.${name}`] : []),
          ...loosePlaces(inner, `${at}.${name}`),
        ])
      : []),
    ...loosePlaces(items, `${at}[]`),
    ...(Array.isArray(anyOf) ? anyOf.flatMap(one => loosePlaces(one, at)) : []),
  ]
}

const isName = ({ type, format, pattern }: Json) =>
  type !== 'string' || FORMATS.has(String(format)) || pattern === Object(ChangedName).pattern

test('everything that people type to be read as a name must display as one', () => {
  const loose = operations.flatMap(({ id, body }) => (body && !isTextBody(body) ? loosePlaces(body, `${id} body`) : []))
  assert.deepEqual(loose, [])
})

test('a pattern that could take more than one pass is found', () => {
  for (const pattern of [
    '^[^@]+@[^@]+\\.[^@]+$',
    '^(?:a+)+$',
    '^a*a*$',
    '^(?:a|b)*c$',
    'a+$',
    '^(?=.*\\S)a$',
    '^\\s*\\w*$',
  ])
    assert.notDeepEqual(overlaps(pattern), [], pattern)
  for (const pattern of [
    '^[^@]+@[^@.]+\\.[^@]+$',
    '^(?=\\s*\\S)[^\\u0000]*$',
    '^\\d{4}-\\d{2}$',
    '^[a-z](?:[a-z-]{0,61}[a-z])?$',
  ])
    assert.deepEqual(overlaps(pattern), [], pattern)
})
