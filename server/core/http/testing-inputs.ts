/** For tests over every operation: a valid value of a schema, and the most expensive inputs for each path in it. */
import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'

type Json = Record<string, unknown>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSchema = (value: unknown): value is TSchema => isRecord(value)
const partsOf = (schema: TSchema): Json => ({ ...schema })
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const numberOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

const TEXTS = ['ada', 'ada@example.com', '2027-06-30', 'UTC', 'full', 'https://example.com', 'x'.repeat(24)]

const textOf = (schema: TSchema) => {
  const found = TEXTS.find(text => Check(schema, text))
  if (found === undefined) throw new Error(`no sample text fits ${JSON.stringify(schema)}`)
  return found
}

/** A value that fits. */
export const sampleOf = (schema: TSchema): unknown => {
  const parts = partsOf(schema)
  const { type, anyOf, enum: values, const: constant, properties, items, minItems, minimum } = parts
  const { additionalProperties: others } = parts
  if (constant !== undefined) return constant
  if (Array.isArray(values)) return values[0]
  const [first] = listOf(anyOf).filter(isSchema)
  if (first) return sampleOf(first)
  if (type === 'string') return textOf(schema)
  if (type === 'integer' || type === 'number') return numberOf(minimum, 1)
  if (type === 'boolean') return true
  if (isSchema(others)) return { ada: sampleOf(others) }
  if (type === 'array' && isSchema(items)) return Array.from({ length: numberOf(minItems, 1) }, () => sampleOf(items))
  if (!isRecord(properties)) return null
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, inner]) => (isSchema(inner) ? [[name, sampleOf(inner)]] : [])),
  )
}

/** Builds the value only when it is sent: all of them together take a gigabyte. */
type MakeValue = () => unknown

const repeated = (part: string, characters: number) => part.repeat(Math.ceil(characters / part.length))
const listOfLength = <One>(length: number, one: (n: number) => One) =>
  Array.from({ length: Math.floor(length) }, (_, n) => one(n))

/** What a pattern might nearly match for long, and what is expensive to look at. */
const PIECES = ['a', 'a@', '.', ' ', '0', '-', '\\', '\u0301', '😀', '\ud800', '٠', 'ﬀ']

const worstTexts = (schema: TSchema, size: number): readonly MakeValue[] => {
  const most = numberOf(partsOf(schema).maxLength, 0)
  return [
    ...PIECES.map(piece => () => `a@${repeated(piece, size / Buffer.byteLength(piece) - 4)} `),
    ...(most > 2 ? PIECES.map(piece => () => `${repeated(piece, most).slice(0, most - 1)}\n`) : []),
    () => '\0'.repeat(size / 8),
  ]
}

const lists = (size: number): readonly MakeValue[] => [
  () => listOfLength(size / 4, () => 'a'),
  () => listOfLength(size / 8, n => n),
  () => listOfLength(size / 16, n => ({ n })),
  () => listOfLength(size / 4, () => []),
]

const worstLists = (schema: TSchema, size: number): readonly MakeValue[] => {
  const { maxItems, items } = partsOf(schema)
  const most = numberOf(maxItems, 0)
  const one = isSchema(items) ? sampleOf(items) : 0
  const each = Math.max(8, size / Math.max(1, most) - 16)
  return [
    () => listOfLength(most, () => one),
    () => listOfLength(most + 1, () => one),
    () => listOfLength(most, n => `${n}${'.'.repeat(each)}`),
    () => listOfLength(most, () => listOfLength(each / 3, () => 0)),
  ]
}

const objects = (size: number): readonly MakeValue[] => [
  () => Object.fromEntries(listOfLength(size / 20, n => n).map(n => [`key ${n}`, n])),
  () => Object.fromEntries(listOfLength(size / 16, n => n).map(n => [Number(n) * 3, 0])),
]

const nested = (levels: number): unknown =>
  levels === 0 ? 'a' : levels % 2 ? [nested(levels - 1)] : { a: nested(levels - 1) }

/** Objects whose keys are data. */
const worstMaps = (schema: TSchema, size: number): readonly MakeValue[] => {
  const { maxProperties, propertyNames, additionalProperties: others } = partsOf(schema)
  const most = numberOf(maxProperties, 0)
  const longest = numberOf(Object(propertyNames).maxLength, 0)
  const one = isSchema(others) ? sampleOf(others) : 0
  const each = JSON.stringify(one).length + 16
  const named = (length: number, name: (n: number) => string) =>
    Object.fromEntries(listOfLength(Math.min(length, size / each), n => [name(n), one] as const))
  return [
    () => named(most, n => `${n}`),
    () => named(most + 1, n => `key ${n}`),
    () => named(size / (longest + each), n => `${n}`.padEnd(longest, '.')),
    () => ({ [repeated('a', size - each)]: one }),
    () => ({ [repeated('😀', size / 4 - each)]: one }),
  ]
}

/** The worst values for one path. */
const worstOf = (schema: TSchema, size: number): readonly MakeValue[] => {
  const { type, additionalProperties } = partsOf(schema)
  const isMap = isSchema(additionalProperties)
  if (type !== 'string' && type !== 'array' && !isMap) return []
  const own = isMap ? worstMaps(schema, size) : type === 'array' ? worstLists(schema, size) : worstTexts(schema, size)
  return [...own, ...lists(size), ...objects(size), () => nested(18)]
}

/** A value that is valid except at one path. */
export type Worst = { readonly path: string; readonly make: MakeValue }

/** For every string, array and map in the schema: the whole value, with each of the worst values at that path. */
export const worstInputs = (schema: TSchema, size: number): Worst[] => {
  const walk = (inner: TSchema, path: string, put: (value: unknown) => unknown): Worst[] => {
    const { anyOf, properties, items, additionalProperties: others } = partsOf(inner)
    const whole = sampleOf(inner)
    return [
      ...worstOf(inner, size).map(make => ({ path, make: () => put(make()) })),
      ...listOf(anyOf)
        .filter(isSchema)
        .flatMap(one => walk(one, path, put)),
      ...(isSchema(items) ? walk(items, `${path}[]`, value => put([value])) : []),
      ...(isSchema(others) ? walk(others, `${path}.*`, value => put({ ada: value })) : []),
      ...(isRecord(properties) && isRecord(whole)
        ? Object.entries(properties).flatMap(([name, property]) =>
            isSchema(property) ? walk(property, `${path}.${name}`, value => put({ ...whole, [name]: value })) : [],
          )
        : []),
    ]
  }
  return walk(schema, '', value => value)
}

/** Bodies that are bad whatever the schema is. */
export const worstBodies = (size: number): readonly string[] =>
  [
    repeated('[', size),
    repeated('{"a":', size),
    repeated('? ', size),
    repeated('- ', size),
    repeated(' ', size),
    `${repeated('1', size - 1)}x`,
    `"${repeated('\\u0000', size - 6)}"`,
    `"${repeated('\\', size - 2)}"`,
    ...[...objects(size), ...lists(size)].map(make => JSON.stringify(make())),
    repeated('&', size),
    repeated('a=1&', size),
    `token=${repeated('%41', size - 8)}`,
    `device_code=${repeated('+', size - 16)}`,
  ].map(text => text.slice(0, size))

const YAML_PIECES = [
  '[',
  '[]',
  '[,',
  '{}',
  '? a\n',
  '- [',
  '? }',
  'a: ',
  '"a" ',
  '&a ',
  '*a ',
  ': ',
  '- a\n',
  'a:\n',
  '|\n',
  '# ',
  '\n',
]

/** Descriptors as long as those that are read where other requests wait, and such with all that may be in them there. */
export const worstDescriptors = (): readonly string[] =>
  YAML_PIECES.flatMap(piece => [
    repeated(piece, 4096).slice(0, 4096),
    `info: {}\n${repeated(piece, 690)}`.slice(0, 690),
    `${repeated(`${piece}\n`, 1200)}${'x'.repeat(2700)}`,
  ])
