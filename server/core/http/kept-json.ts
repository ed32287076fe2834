/** Values that a schema declares as `KeptJson`: the texts in which they were sent, which JavaScript values do not keep. */
import type { TSchema } from 'typebox'
import { dropNulls, isUnset } from './nulls.ts'
import { onlyDeclared } from './only-declared.ts'
import { entriesOf, propertyOf } from './schema-parts.ts'

const isKept = (schema: TSchema) => 'x-kept-as-sent' in schema

const keeping = new WeakMap<TSchema, boolean>()

/** Whether there is such a value anywhere in a schema. */
export const keepsJson = (schema: TSchema): boolean => {
  const known = keeping.get(schema)
  if (known !== undefined) return known
  const keeps = isKept(schema) || entriesOf(schema).some(keepsJson)
  keeping.set(schema, keeps)
  return keeps
}

const BLANK = new Set([' ', '\n', '\r', '\t'])
const ENDS = new Set([',', ']', '}', ...BLANK])

/** Reads a text that is valid JSON once, from its start to its end. */
class Reader {
  readonly #text: string
  #at = 0
  constructor(text: string) {
    this.#text = text
  }

  read(schema: TSchema): unknown {
    this.#toNext()
    const char = this.#text[this.#at]
    if (char === '{' && keepsJson(schema) && !isKept(schema)) return Object.fromEntries(this.#members(schema))
    if (char === '[' && keepsJson(schema) && !isKept(schema)) return this.#items(schema)
    const text = this.#skip()
    if (isKept(schema)) return text
    const value: unknown = JSON.parse(text)
    dropNulls(schema, value)
    return onlyDeclared(schema, value)
  }

  #members(schema: TSchema): [string, unknown][] {
    const found: [string, unknown][] = []
    this.#at++
    for (this.#toNext(); this.#text[this.#at] !== '}'; this.#toNext()) {
      const name: string = JSON.parse(this.#skip())
      const property = propertyOf(schema, name)
      const value = property ? this.read(property) : this.#skip()
      if (property && !(value === null && isUnset(schema, name, property))) found.push([name, value])
    }
    this.#at++
    return found
  }

  #items(schema: TSchema): unknown[] {
    const found: unknown[] = []
    const [items] = entriesOf(schema)
    this.#at++
    for (this.#toNext(); this.#text[this.#at] !== ']'; this.#toNext()) {
      if (items) found.push(this.read(items))
      else this.#skip()
    }
    this.#at++
    return found
  }

  /** To the next character of a value, a name or an end. */
  #toNext() {
    for (let char = this.#text[this.#at]; char !== undefined; char = this.#text[++this.#at])
      if (!BLANK.has(char) && char !== ',' && char !== ':') return
  }

  /** Goes behind a value and answers its text. */
  #skip(): string {
    this.#toNext()
    const start = this.#at
    const char = this.#text[start]
    if (char === '"') this.#behindString()
    else if (char === '{' || char === '[') this.#behindBracket()
    else while (this.#at < this.#text.length && !ENDS.has(this.#text[this.#at] ?? '')) this.#at++
    return this.#text.slice(start, this.#at)
  }

  #behindString() {
    for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) if (this.#text[this.#at] === '\\') this.#at++
    this.#at++
  }

  #behindBracket() {
    let depth = 0
    do {
      const char = this.#text[this.#at]
      if (char === '"') this.#behindString()
      else {
        if (char === '{' || char === '[') depth++
        else if (char === '}' || char === ']') depth--
        this.#at++
      }
    } while (depth > 0)
  }
}

/**
 * What the schema declares of a JSON text, which fits it: `KeptJson` values as their texts, everything else as it is.
 * @param text valid JSON that was checked against the schema
 */
export const readKept = (schema: TSchema, text: string): unknown => new Reader(text).read(schema)
