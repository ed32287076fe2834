/**
 * An answer as YAML. Values are written as they come, in one pass: the library that reads YAML builds a document of nodes first,
 * which takes ten times as long and held up everyone.
 */

/** What reads as text without quotes in every version of YAML; anything else is quoted. */
const PLAIN = /^[A-Za-z_][\w./-]*(?: [\w./-]+)*$/
const WORDS = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n'])

/** A reader that follows YAML 1.1 takes some of these for line breaks, and refuses others. */
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

const textOf = (text: string): string =>
  PLAIN.test(text) && !WORDS.has(text.toLowerCase()) ? text : JSON.stringify(text).replace(UNPRINTABLE, escaped)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const entriesOf = (value: object) => Object.entries(value).filter(([, part]) => part !== undefined)

const isEmpty = (value: object) => (Array.isArray(value) ? value : entriesOf(value)).length === 0

const DEEPER = '  '
/** Readers look no further for the colon that ends a key. */
const LONGEST_KEY = 1000

const keyOf = (key: string, indent: string) => {
  const text = textOf(key)
  return text.length > LONGEST_KEY ? `? ${text}\n${indent}:` : `${text}:`
}

const belowKey = (value: unknown, indent: string): string =>
  isObject(value) && !isEmpty(value)
    ? `\n${indent}${DEEPER}${nodeOf(value, indent + DEEPER)}`
    : ` ${nodeOf(value, indent)}`

/** The first line is not indented: it may begin behind the dash of a list. */
const nodeOf = (value: unknown, indent: string): string => {
  if (typeof value === 'string') return textOf(value)
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : value.map(one => `- ${nodeOf(one, indent + DEEPER)}`).join(`\n${indent}`)
  const entries = entriesOf(value)
  if (entries.length === 0) return '{}'
  return entries.map(([key, part]) => keyOf(key, indent) + belowKey(part, indent)).join(`\n${indent}`)
}

/** What `JSON.stringify` would write of plain data, as YAML. */
export const yamlOf = (value: unknown): string => `${nodeOf(value, '')}\n`
