/** Reads typed values out of a document; what is wrong is collected with its place, and the value is then undefined. */
import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import type { Document } from './document.ts'
import { jsonText, jsonValue, scalarValue } from './json.ts'
import { keyText, pairsOf, rangeOf, resolved } from './nodes.ts'
import { Faults, type Lines, pointerTo, type Severity } from './violations.ts'

export type TextRules = {
  readonly required?: boolean
  /** Characters; 255 when left out. */
  readonly max?: number
  /** Line breaks and tabs are fine. */
  readonly multiline?: boolean
  readonly pattern?: RegExp
  /** What the pattern wants, in words: `must …` */
  readonly must?: string
}
export type NumberRules = {
  readonly required?: boolean
  readonly integer?: boolean
  readonly min?: number
  readonly max?: number
}
export type ListRules = TextRules & { readonly most?: number }

const MOST_ITEMS = 1000
const LONGEST_TEXT = 255

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL_IN_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

const isUnprintable = (text: string, multiline = false) =>
  (multiline ? CONTROL_IN_LINES : CONTROL).test(text) || !text.isWellFormed()

/** What a text breaks of its rules, as the end of a sentence; undefined when it is fine. */
const textFault = (text: string, { max = LONGEST_TEXT, multiline, pattern, must }: TextRules): string | undefined => {
  if (text.length > max) return `must have ${max} characters or fewer; it has ${text.length}.`
  if (isUnprintable(text, multiline)) return `must not contain control characters${multiline ? '' : ' or line breaks'}.`
  if (pattern && !pattern.test(text)) return `${must ?? "has a format that isn't allowed here"}.`
  return undefined
}

const kindOf = (value: unknown) => (isMap(value) ? 'a map' : isSeq(value) ? 'a list' : 'a single value')

/** One value and where it stands. */
type Spot = { readonly node: unknown; readonly pointer: string; readonly lines: Lines; readonly name: string }

/** Where a map stands, where its faults go, and how much they weigh. */
type Reading = Pick<Spot, 'pointer' | 'lines'> & { readonly faults: Faults; readonly severity: Severity }

/** A map of the document. Faults of everything read from it go to the one list it was made with. */
export class Fields {
  readonly document: Document
  readonly pointer: string
  readonly lines: Lines
  readonly faults: Faults
  readonly severity: Severity
  readonly #map: YAMLMap
  #pairs: Map<string, Pair> | undefined
  constructor(document: Document, map: YAMLMap, { pointer, lines, faults, severity }: Reading) {
    this.document = document
    this.#map = map
    this.pointer = pointer
    this.lines = lines
    this.faults = faults
    this.severity = severity
  }

  /** The same map, whose faults weigh less or more from here on. */
  weighing(severity: Severity): Fields {
    const { pointer, lines, faults } = this
    return new Fields(this.document, this.#map, { pointer, lines, faults, severity })
  }

  keys(): string[] {
    return [...this.#index().keys()]
  }

  /** Whether the key has a value; `key:` and `key: null` have none. */
  has(key: string): boolean {
    const value = resolved(this.document, this.#index().get(key)?.value)
    return value !== undefined && !(isScalar(value) && value.value === null)
  }

  /** Text; a number or a boolean counts as the text that is written there. */
  text(key: string, rules: TextRules = {}): string | undefined {
    const spot = this.#spot(key, rules.required)
    return spot && this.#textOf(spot, rules)
  }

  /** One of the values, whatever the letter case; answered as listed. */
  choice<const Value extends string>(
    key: string,
    values: readonly Value[],
    rules: { required?: boolean } = {},
  ): Value | undefined {
    const spot = this.#spot(key, rules.required)
    const text = spot && this.#textOf(spot, {})
    if (!spot || text === undefined) return undefined
    const found = values.find(value => value.toLowerCase() === text.toLowerCase())
    if (found === undefined) this.#wrong(spot, `must be one of ${values.join(', ')}.`, 'Unknown value')
    return found
  }

  flag(key: string): boolean | undefined {
    const spot = this.#spot(key)
    const value = spot && scalarOf(spot.node)
    if (spot === undefined || typeof value === 'boolean') return typeof value === 'boolean' ? value : undefined
    return this.#wrong(spot, 'must be true or false.')
  }

  number(
    key: string,
    { required, integer = false, min = -Number.MAX_VALUE, max = Number.MAX_VALUE }: NumberRules = {},
  ): number | undefined {
    const spot = this.#spot(key, required)
    if (!spot) return undefined
    const value = scalarOf(spot.node)
    if (typeof value !== 'number' || (integer && !Number.isInteger(value)))
      return this.#wrong(spot, `must be a ${integer ? 'whole number' : 'number'}.`)
    if (value < min) return this.#wrong(spot, `must be ${min} or more.`, 'Out of range')
    return value > max ? this.#wrong(spot, `must be ${max} or less.`, 'Out of range') : value
  }

  /** The map under the key. */
  fields(key: string, rules: { required?: boolean } = {}): Fields | undefined {
    const spot = this.#spot(key, rules.required)
    return spot && this.#fieldsOf(spot)
  }

  /** The maps of the list under the key; items that are no maps are faults and left out. */
  maps(key: string, rules: Pick<ListRules, 'required' | 'most'> = {}): Fields[] {
    return this.#items(key, rules).flatMap(spot => this.#fieldsOf(spot) ?? [])
  }

  /** The texts of the list under the key; items that are none are faults and left out. */
  texts(key: string, rules: ListRules = {}): string[] {
    return this.#items(key, rules).flatMap(spot => this.#textOf(spot, rules) ?? [])
  }

  /** Whatever stands there, as JSON; undefined where the key is missing, null where it says null. */
  json(key: string): unknown {
    const pair = this.#index().get(key)
    return pair && jsonValue(this.document, pair.value)
  }

  /** The same as JSON text, with every number as written; undefined where the key is missing. */
  jsonText(key: string): string | undefined {
    const pair = this.#index().get(key)
    return pair && jsonText(this.document, pair.value)
  }

  isSingle(key: string): boolean {
    return this.has(key) && isScalar(resolved(this.document, this.#index().get(key)?.value))
  }

  isMap(key: string): boolean {
    return isMap(resolved(this.document, this.#index().get(key)?.value))
  }

  /** Adds a fault at a key, or at the map itself. */
  fault(key: string | undefined, title: string, description: string) {
    const pointer = key === undefined ? this.pointer : pointerTo(this.pointer, key)
    this.faults.add({ title, description, pointer, lines: this.linesOf(key), severity: this.severity })
  }

  /** The lines of a key and its value; those of the map's own key where there is no such key. */
  linesOf(key: string | undefined): Lines {
    const pair = key === undefined ? undefined : this.#index().get(key)
    if (!pair) return { startLine: this.lines.startLine, endLine: this.lines.startLine }
    const from = rangeOf(pair.key) ?? [0, 0]
    return this.document.lines(from[0], (rangeOf(pair.value) ?? from)[1])
  }

  #index() {
    this.#pairs ??= new Map(pairsOf(this.document, this.#map).map(pair => [keyText(pair.key) ?? '', pair]))
    return this.#pairs
  }

  #spot(key: string, required = false): Spot | undefined {
    if (this.has(key))
      return {
        node: resolved(this.document, this.#index().get(key)?.value),
        pointer: pointerTo(this.pointer, key),
        lines: this.linesOf(key),
        name: key,
      }
    if (required) this.fault(key, 'Missing field', `${key} is required.`)
    return undefined
  }

  #items(key: string, { required, most = MOST_ITEMS }: Pick<ListRules, 'required' | 'most'>): Spot[] {
    const spot = this.#spot(key, required)
    if (!spot) return []
    if (!isSeq(spot.node)) return this.#wrong(spot, `must be a list, not ${kindOf(spot.node)}.`) ?? []
    if (spot.node.items.length > most) return this.#wrong(spot, `can have up to ${most} items.`, 'Too many') ?? []
    return spot.node.items.map((item, index) => {
      const [start, end] = rangeOf(item) ?? [0, 0]
      const lines = end > 0 ? this.document.lines(start, end) : spot.lines
      const pointer = pointerTo(spot.pointer, index)
      return { node: resolved(this.document, item), pointer, lines, name: `Item ${index + 1} of ${key}` }
    })
  }

  #fieldsOf(spot: Spot): Fields | undefined {
    const { pointer, lines } = spot
    const { faults, severity } = this
    if (isMap(spot.node)) return new Fields(this.document, spot.node, { pointer, lines, faults, severity })
    return this.#wrong(spot, `must be a map, not ${kindOf(spot.node)}.`)
  }

  #textOf(spot: Spot, rules: TextRules): string | undefined {
    if (!isScalar(spot.node) || spot.node.value === null)
      return this.#wrong(spot, `must be text, not ${spot.node ? kindOf(spot.node) : 'empty'}.`)
    const { value, source } = spot.node
    const text = typeof value === 'string' ? value : (source ?? String(value))
    const fault = textFault(text, rules)
    if (fault !== undefined) return this.#wrong(spot, fault, 'Not allowed')
    if (rules.required && text.trim() === '') return this.#wrong(spot, 'must not be empty.', 'Missing field')
    return text
  }

  #wrong({ name, pointer, lines }: Spot, what: string, title = 'Wrong type'): undefined {
    this.faults.add({ title, description: `${name} ${what}`, pointer, lines, severity: this.severity })
  }
}

const scalarOf = (node: unknown) => (isScalar(node) ? scalarValue(node) : undefined)

/** The fields of the whole document; faults weigh MUST until `weighing` says otherwise. */
export const fieldsOf = (document: Document, faults: Faults = new Faults()): Fields =>
  new Fields(document, document.root, {
    pointer: '',
    lines: { startLine: 1, endLine: 1 },
    faults,
    severity: 'MUST',
  })
