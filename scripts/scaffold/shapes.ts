/** Writes the schemas of a document as TypeBox, in the style of the contract: what is asked for has limits, what is answered has names. */
import { referredName, resolve } from '../openapi/document.ts'
import { isRecord, type Json, listAt, numberAt, recordAt, recordsAt, textAt, textsAt } from '../openapi/json.ts'
import { type Fields, fieldsOf, includes } from './fields.ts'
import { keyOf, namer, pascal, quoted } from './names.ts'

/** Marks what a person has to write; the lint lists each. */
export const GAP = 'GAP:'

/** Of requests, where the document sets no limit. */
const LONGEST_TEXT = 255
const LONGEST_INSTANT = 64
const LONGEST_LIST = 500

type Options = Readonly<Record<string, unknown>>

export type Mode = 'asked' | 'answered'
/** `at` says in the text of a gap what it is about. */
export type Place = { readonly mode: Mode; readonly at: string; readonly options?: Options }

export type Declaration = { readonly name: string; readonly text: string }

const literal = (value: unknown) => (typeof value === 'string' ? quoted(value) : JSON.stringify(value))

const optionsText = (options: Options): string => {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return given.length === 0 ? '' : `{ ${given.map(([key, value]) => `${key}: ${literal(value)}`).join(', ')} }`
}

/** A call with its options last, where there are any. */
const call = (name: string, args: readonly string[], options: Options = {}): string =>
  `T.${name}(${[...args, optionsText(options)].filter(Boolean).join(', ')})`

/** What the document says is not ours to copy. */
const describedOf = (schema: Json, { at }: Place): Options =>
  textAt(schema, 'description') === undefined ? {} : { description: `${GAP} describe ${at}` }

const unknown = (why: string) => call('Unknown', [], { description: `${GAP} ${why}` })

const typesOf = (schema: Json): readonly string[] => {
  const named = textAt(schema, 'type')
  if (named !== undefined) return [named]
  const listed = textsAt(schema, 'type').filter(type => type !== 'null')
  if (listed.length > 0) return listed
  if (isRecord(schema.properties) || schema.additionalProperties !== undefined) return ['object']
  return isRecord(schema.items) ? ['array'] : []
}

const isNull = (schema: Json) => schema.type === 'null'

const variantsOf = (schema: Json) => [...recordsAt(schema, 'oneOf'), ...recordsAt(schema, 'anyOf')]

const mayBeNull = (schema: Json): boolean =>
  schema.nullable === true ||
  textsAt(schema, 'type').includes('null') ||
  listAt(schema, 'enum').includes(null) ||
  variantsOf(schema).some(isNull)

const limitsOf = (schema: Json) => ({ minimum: numberAt(schema, 'minimum'), maximum: numberAt(schema, 'maximum') })

const stringOf = (schema: Json, place: Place): string => {
  const isInstant = textAt(schema, 'format') === 'date-time'
  if (place.mode === 'answered') return isInstant ? 'Instant' : call('String', [], describedOf(schema, place))
  const maxLength = numberAt(schema, 'maxLength') ?? (isInstant ? LONGEST_INSTANT : LONGEST_TEXT)
  return call('String', [], { minLength: numberAt(schema, 'minLength'), maxLength, ...describedOf(schema, place) })
}

const numberOf = (name: 'Integer' | 'Number', schema: Json, place: Place): string => {
  const limits = place.mode === 'asked' ? { ...limitsOf(schema), default: numberAt(schema, 'default') } : {}
  return call(name, [], { ...limits, ...describedOf(schema, place) })
}

const enumeration = (values: readonly unknown[], schema: Json, place: Place): string => {
  const described = describedOf(schema, place)
  const [first, ...others] = values.filter(value => value !== null)
  if (others.length === 0) return call('Literal', [literal(first)], described)
  if (values.every(value => typeof value === 'string' || value === null))
    return call('Enum', [`[${[first, ...others].map(literal).join(', ')}]`], described)
  return call(
    'Union',
    [`[${[first, ...others].map(value => call('Literal', [literal(value)])).join(', ')}]`],
    described,
  )
}

/** What people type to be read as a name has to display as one. */
const READ_AS_NAME = /^(?:name|title|displayName|label|client)$/i

/** Shapes that the contract has for texts that people type. */
const typedText = (name: string, schema: Json): string | undefined => {
  if (!typesOf(schema).includes('string') || schema.enum !== undefined || schema.format !== undefined) return undefined
  if (READ_AS_NAME.test(name)) return 'Name'
  return name === 'description' ? 'Description' : undefined
}

const PAGE_FIELDS = ['page', 'total', 'totalPages']

/** What is written so far; each declaration comes after those that it uses. */
export type Writer = {
  readonly root: Json
  /** Names that schemas of the contract already have in `/openapi.json`. */
  readonly taken: ReadonlySet<string>
  readonly declarations: Declaration[]
  readonly nameFor: (wanted: string, fallback: string) => string
  /** Mode and name in the document → name in code. */
  readonly named: Map<string, string>
  readonly underWay: Set<string>
}

const propertyOf = (writer: Writer, { name, schema }: { name: string; schema: Json }, { mode }: Place): string => {
  const resolved = resolve(writer.root, schema)
  const typed = mode === 'asked' ? typedText(name, resolved) : undefined
  if (typed === undefined) return expression(writer, schema, { mode, at: name })
  return mayBeNull(resolved) ? call('Union', [`[${typed}, T.Null()]`]) : typed
}

const propertiesOf = (writer: Writer, { properties, required }: Fields, place: Place): string[] => {
  const isPage = place.mode === 'answered' && PAGE_FIELDS.every(name => properties.has(name))
  const own = [...properties].filter(([name, { readOnly, writeOnly }]) => {
    if (isPage && PAGE_FIELDS.includes(name)) return false
    return place.mode === 'asked' ? readOnly !== true : writeOnly !== true
  })
  const lines = own.map(([name, schema]) => {
    const text = propertyOf(writer, { name, schema }, place)
    return `${keyOf(name)}: ${required.has(name) ? text : `T.Optional(${text})`}`
  })
  return isPage ? [...lines, '...pageFields'] : lines
}

/** A request may not hold what nobody limited: a person says what such an object may be. */
const objectOf = (writer: Writer, schema: Json, place: Place): string => {
  const fields = fieldsOf(writer.root, schema)
  const { others } = fields
  const options = { ...place.options, ...describedOf(schema, place) }
  const lines = propertiesOf(writer, fields, place)
  if (place.mode === 'asked') {
    if (lines.length === 0) return unknown(`say what ${place.at} may hold, with limits`)
    return call('Object', [`{ ${lines.join(', ')} }`], options)
  }
  if (lines.length === 0 && isRecord(others) && Object.keys(others).length > 0)
    return call('Record', ['T.String()', expression(writer, others, { ...place, options: {} })], options)
  const open = lines.length === 0 || others !== undefined ? { additionalProperties: true } : {}
  return call('Object', [`{ ${lines.join(', ')} }`], { ...options, ...open })
}

const unionOf = (writer: Writer, schema: Json, place: Place): string => {
  const variants = variantsOf(schema).filter(one => !isNull(one))
  const hasOwn = isRecord(schema.properties) && !variants.some(one => includes(writer.root, one, schema))
  const own = { ...schema, oneOf: undefined, anyOf: undefined }
  const texts = variants.map(one =>
    hasOwn ? objectOf(writer, { allOf: [own, one] }, place) : expression(writer, one, place),
  )
  const [only = unknown(`say what ${place.at} is`), ...others] = new Set(texts)
  return others.length === 0 ? only : call('Union', [`[${[only, ...others].join(', ')}]`], describedOf(schema, place))
}

const arrayOf = (writer: Writer, schema: Json, place: Place): string => {
  const maxItems = place.mode === 'asked' ? (numberAt(schema, 'maxItems') ?? LONGEST_LIST) : undefined
  const items = expression(writer, recordAt(schema, 'items'), place)
  return call('Array', [items], { maxItems, ...describedOf(schema, place) })
}

const ofType = (writer: Writer, schema: Json, place: Place): string => {
  const [type] = typesOf(schema)
  if (type === 'string') return stringOf(schema, place)
  if (type === 'integer') return numberOf('Integer', schema, place)
  if (type === 'number') return numberOf('Number', schema, place)
  if (type === 'boolean') return call('Boolean', [], describedOf(schema, place))
  if (type === 'array') return arrayOf(writer, schema, place)
  return type === 'object' ? objectOf(writer, schema, place) : call('Unknown', [], describedOf(schema, place))
}

const plain = (writer: Writer, schema: Json, place: Place): string => {
  const values = schema.const === undefined ? listAt(schema, 'enum') : [schema.const]
  if (values.length > 0) return enumeration(values, schema, place)
  const [part, ...otherParts] = recordsAt(schema, 'allOf')
  if (part && otherParts.length === 0 && !isRecord(schema.properties)) return expression(writer, part, place)
  if (part) return objectOf(writer, schema, place)
  if (variantsOf(schema).some(one => !isNull(one))) return unionOf(writer, schema, place)
  const types = typesOf(schema)
  if (types.length < 2) return ofType(writer, schema, place)
  return call('Union', [`[${types.map(type => ofType(writer, { ...schema, type }, place)).join(', ')}]`])
}

const isObject = (schema: Json) =>
  !mayBeNull(schema) &&
  variantsOf(schema).length === 0 &&
  !schema.enum &&
  (typesOf(schema)[0] === 'object' || recordsAt(schema, 'allOf').length > 1)

const declare = (writer: Writer, { name: at, schema }: { name: string; schema: Json }, { mode }: Place): string => {
  const { taken, nameFor, declarations } = writer
  const suffix = mode === 'asked' && !/(?:Request|Asked|Body)$/.test(at) ? 'Asked' : ''
  const name = nameFor(`${pascal(at)}${suffix}`, 'Shape')
  const isTaken = mode === 'answered' && taken.has(at)
  const options = mode === 'answered' && !isTaken && /^[\w.-]+$/.test(at) ? { $id: at } : {}
  const text = isObject(schema)
    ? objectOf(writer, schema, { mode, at, options })
    : expression(writer, schema, { mode, at })
  const note = isTaken
    ? `// ${GAP} the contract has another schema called ${at}: use that one, or give this one another name\n`
    : ''
  declarations.push({ name, text: `${note}export const ${name} = ${text}` })
  return name
}

const referenceOf = (writer: Writer, { name, schema }: { name: string; schema: Json }, place: Place): string => {
  const { named, underWay } = writer
  const key = `${place.mode} ${name}`
  const known = named.get(key)
  if (known !== undefined) return known
  if (underWay.has(key)) return unknown(`another ${name}; say how deep they go`)
  underWay.add(key)
  const declared = declare(writer, { name, schema }, place)
  underWay.delete(key)
  named.set(key, declared)
  return declared
}

/** The expression of a schema; what it refers to is declared before. */
export const expression = (writer: Writer, schema: Json, { mode, at }: Place): string => {
  const name = referredName(schema)
  if (name !== undefined) return referenceOf(writer, { name, schema: resolve(writer.root, schema) }, { mode, at })
  const text = plain(writer, schema, { mode, at })
  return mayBeNull(schema) ? call('Union', [`[${text}, T.Null()]`]) : text
}

export const writerOf = (root: Json, taken: ReadonlySet<string>): Writer => ({
  root,
  taken,
  declarations: [],
  nameFor: namer(),
  named: new Map(),
  underWay: new Set(),
})
