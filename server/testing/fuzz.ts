/** Seeded requests over every operation: nearly right, wrong and hostile. The same seed makes the same requests. */
import { isTextBody, type OperationSpec } from '../../contract/core/operation.ts'

export type Random = () => number

/** mulberry32: small, and the same everywhere. */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const pick = <T>(random: Random, list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]

const TEXTS = [
  '',
  ' ',
  'x',
  'nightly sync',
  'ÄÖÜ ß',
  '日本語',
  '\u202eevil\u202c',
  '\u200b',
  '\0',
  '\ud800',
  "'; drop table users; --",
  '%',
  '%_\\',
  '../../etc/passwd',
  '{{7*7}}#{7*7}',
  '<script>alert(1)</script>',
  '=cmd()',
  'null',
  'true',
  '0',
  '-1',
  '1e309',
  '9999-12-31',
  '2027-02-30',
  '2027-02-21',
  '2027-02-21T10:00:00Z',
  '+275760-09-13T00:00:00Z',
  'Europe/Berlin',
  'Nowhere/None',
  'ada@example.com',
  'a@b.c',
  'a@..........................c ',
  'ADMIN',
  'VIEW_CATALOGS',
  '10.0.0.0/8',
  'https://example.com/hook',
  'x'.repeat(300),
  'é'.repeat(3000),
]

const NUMBERS = [0, 1, -1, 2, 25, 250, 1000, 1001, 2 ** 31, 2 ** 53, -(2 ** 53), 0.5, 1e308]

const DESCRIPTORS = [
  'openapi: 3.0.1\ninfo:\n  title: Fuzz\n  x-cortex-tag: TAG\n  x-cortex-type: service\n',
  'openapi: 3.0.1\ninfo:\n  title: Fuzz\n  x-cortex-tag: TAG\n  x-cortex-owners:\n    - type: group\n      name: team\n      provider: CORTEX\n',
  'tag: TAG\nname: Fuzz\nladder:\n  levels:\n    - name: Gold\n      rank: 1\n      color: "#fff"\nrules:\n  - title: Rule\n    expression: owners.length > 0\n    weight: 1\n    level: Gold\n',
  'a: &a [1]\nb: *a\n',
  '? ? ? ? ?\n',
  '[[[[[[[[',
  '{"info": {"title": "J", "x-cortex-tag": "TAG"}}',
  '- 1\n- 2\n',
  '\ufeffinfo: {}\n',
  '%YAML 1.1\n---\ninfo: {title: yes}\n',
]

/** Strings that answers carried, so that requests can name what is there. */
export type Pool = { readonly add: (value: unknown) => void; readonly text: () => string }

const MOST_KNOWN = 400
const NAMING = /^(id|cid|tag|email|userCode|user_code|device_code|secret)$/

export const poolOf = (random: Random): Pool => {
  const known: string[] = []
  const add = (value: unknown, depth = 0): void => {
    if (typeof value !== 'object' || value === null || depth > 4) return
    for (const [key, part] of Object.entries(value).slice(0, 50))
      if (typeof part === 'string' && NAMING.test(key) && part.length < 200) {
        if (known.length < MOST_KNOWN) known.push(part)
        else known[Math.floor(random() * MOST_KNOWN)] = part
      } else add(part, depth + 1)
  }
  return { add: value => add(value), text: () => pick(random, known) ?? 'nothing' }
}

type Schema = Record<string, unknown>

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

const partsOf = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : [])

export const fuzzerOf = (random: Random, pool: Pool) => {
  const chance = (probability: number) => random() < probability
  const text = () => (chance(0.4) ? pool.text() : (pick(random, TEXTS) ?? ''))
  const anything = (depth = 0): unknown => {
    const kind = Math.floor(random() * 7)
    if (kind === 0) return null
    if (kind === 1) return chance(0.5)
    if (kind === 2) return pick(random, NUMBERS)
    if (kind === 3 && depth < 3) return Array.from({ length: Math.floor(random() * 4) }, () => anything(depth + 1))
    if (kind === 4 && depth < 3) return { [text()]: anything(depth + 1) }
    return text()
  }

  const objectOf = (schema: Schema, depth: number): unknown => {
    const required = new Set(Array.isArray(schema.required) ? schema.required : [])
    const entries = Object.entries(isSchema(schema.properties) ? schema.properties : {}).flatMap(([name, part]) =>
      isSchema(part) && chance(required.has(name) ? 0.95 : 0.4) ? [[name, exampleOf(part, depth + 1)]] : [],
    )
    return Object.fromEntries(chance(0.05) ? [...entries, [text(), anything()]] : entries)
  }

  const numberOf = ({ minimum, maximum }: Schema) => {
    if (chance(0.2)) return pick(random, NUMBERS)
    const [low, high] = [typeof minimum === 'number' ? minimum : 0, typeof maximum === 'number' ? maximum : 100]
    return Math.floor(low + random() * (high - low + 1))
  }

  /** A value that the schema might allow; sometimes one that it does not. */
  const exampleOf = (schema: Schema, depth = 0): unknown => {
    if (depth > 6 || chance(0.04)) return anything()
    if ('const' in schema) return schema.const
    if (Array.isArray(schema.enum)) return pick(random, schema.enum)
    const choices = partsOf(schema.anyOf)
    if (choices.length > 0) return exampleOf(pick(random, choices) ?? {}, depth + 1)
    if (schema.type === 'object') return objectOf(schema, depth)
    if (schema.type === 'array') {
      const items = isSchema(schema.items) ? schema.items : {}
      const length = chance(0.02) ? 2000 : Math.floor(random() * 4)
      return Array.from({ length }, () => exampleOf(items, depth + 1))
    }
    if (schema.type === 'boolean') return chance(0.5)
    if (schema.type === 'integer' || schema.type === 'number') return numberOf(schema)
    if (schema.type === 'null') return null
    return text()
  }

  const spoiled = (body: string): string => {
    if (chance(0.02)) return body.slice(0, Math.floor(random() * body.length))
    if (chance(0.02)) return body + body
    if (chance(0.01)) return '['.repeat(Math.floor(random() * 200_000))
    if (chance(0.01)) return `${body.slice(0, -1)},"${'k'.repeat(Math.floor(random() * 200_000))}":1}`
    return body
  }

  const descriptor = () => {
    const source = (pick(random, DESCRIPTORS) ?? '').replace(
      'TAG',
      chance(0.5) ? `fuzz-${Math.floor(random() * 50)}` : text(),
    )
    return chance(0.05) ? source + text().repeat(Math.floor(random() * 200)) : source
  }

  const bodyOf = ({ body }: OperationSpec): { body?: string; type?: string } => {
    if (!body) return chance(0.1) ? { body: text() } : {}
    if (isTextBody(body)) return { body: descriptor(), type: chance(0.9) ? body.mediaType : 'text/plain' }
    const value = exampleOf(body as unknown as Schema)
    const type = chance(0.95)
      ? 'application/json'
      : pick(random, ['application/yaml', 'text/plain', '', 'application/x-www-form-urlencoded'])
    return { body: spoiled(JSON.stringify(value) ?? 'null'), type: type ?? '' }
  }

  const queryOf = ({ query }: OperationSpec): string => {
    const properties: unknown = query && 'properties' in query ? query.properties : {}
    const search = new URLSearchParams()
    for (const [name, schema] of Object.entries(isSchema(properties) ? properties : {}))
      if (chance(0.35) && isSchema(schema))
        for (const one of [exampleOf(schema)].flat()) search.append(name, String(one))
    if (chance(0.03)) search.append(text(), text())
    return search.size > 0 ? `?${search}` : ''
  }

  const pathOf = ({ path }: OperationSpec) =>
    path.replace(
      /\{\w+\}/g,
      () => encodeURIComponent((chance(0.7) ? pool.text() : text()).toWellFormed()).slice(0, 900) || 'x',
    )

  return (operation: OperationSpec) => {
    const { body, type } = bodyOf(operation)
    const headers: Record<string, string> = type ? { 'content-type': type } : {}
    if (chance(0.1))
      headers['if-match'] = pick(random, ['"1"', '"2"', '*', 'W/"3"', '3', 'x', '"99999999999999999"']) ?? '"1"'
    if (chance(0.05)) headers.accept = pick(random, ['application/yaml', 'text/html', '*/*', '']) ?? ''
    return { url: pathOf(operation) + queryOf(operation), body, headers, chance: chance(0.5) }
  }
}
