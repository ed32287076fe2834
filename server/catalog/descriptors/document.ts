/**
 * YAML text → a document whose limits are checked and whose values know their lines. The text is untrusted: whatever it
 * holds, the answer is a document or violations, never an exception. `fields.ts` reads typed values from it, `json.ts`
 * turns it into JSON.
 */
import { Buffer } from 'node:buffer'
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument as parseYaml,
  type Scalar,
  type YAMLMap,
  type Document as YamlDocument,
} from 'yaml'
import { DEEPEST, MOST_BYTES } from './limits.ts'
import { isMergeKey, keyText, mergedMaps, rangeOf, type YamlValue } from './nodes.ts'
import { isDeep } from './scan.ts'
import { type Fault, Faults, type Lines, pointerTo, type Violation } from './violations.ts'
import { isFinalMark, yamlFault } from './yaml-faults.ts'

const LONGEST_KEY = 2000
/** The size that aliases may blow a document up to, in characters. */
export const MOST_CHARACTERS_WRITTEN_OUT = 2 * MOST_BYTES

export type Document = {
  readonly text: string
  readonly root: YAMLMap
  /** The library's document, for the version of YAML that it is in. */
  readonly yaml: YamlDocument
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, YamlValue>
  /** The lines from one offset of the text to another. */
  readonly lines: (start: number, end: number) => Lines
}

export type Parsed = { readonly document: Document | undefined; readonly violations: Violation[] }

/** YAML's own printable set, less DEL and C1, so that any text can be stored and shown everywhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/

/** What was stored has been accepted once: a rule that is new, or only careful, must not make it unreadable. */
export type Origin = 'sent' | 'stored'

/** Parses the text of one descriptor; integers become bigints so that they can be written back as they are. */
export const parseDocument = (text: string, origin: Origin = 'sent'): Parsed => {
  const faults = new Faults()
  if (origin === 'sent' && isDeep(text)) faults.add(TOO_DEEP)
  const isFine = faults.violations.length === 0 && inspectText(text, faults)
  const document = isFine ? parseChecked(text, faults) : undefined
  return { document, violations: faults.violations }
}

const inspectText = (text: string, faults: Faults): boolean => {
  const refuse = (description: string, lines?: Lines) =>
    faults.add({ title: 'Unreadable document', description, pointer: '', lines })
  const before = faults.violations.length
  const control = UNPRINTABLE.exec(text)
  if (Buffer.byteLength(text) > MOST_BYTES) refuse('A document can have up to 2 MB.')
  else if (control) {
    const line = text.slice(0, control.index).split('\n').length
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    refuse(`This line contains a control character (U+${code}). Remove it.`, { startLine: line, endLine: line })
  } else if (!text.isWellFormed()) refuse("The document isn't valid UTF-8.")
  return faults.violations.length === before
}

const parseChecked = (text: string, faults: Faults): Document | undefined => {
  const counter = new LineCounter()
  const lines = (start: number, end: number): Lines => {
    const startLine = counter.linePos(start).line || 1
    return { startLine, endLine: Math.max(startLine, counter.linePos(Math.max(start, end - 1)).line) }
  }
  const yaml = compose(text, counter, faults)
  if (!yaml) return undefined
  addErrors(yaml, { text, lines, faults })
  if (faults.violations.length > 0) return undefined
  for (const warning of yaml.warnings)
    faults.add({ ...notYaml(yamlFault(text, warning)), lines: lines(...warning.pos), severity: 'HINT' })
  const tree = inspectTree(yaml, lines, faults)
  return tree && { text, yaml, lines, ...tree }
}

/** How the library says that it met more levels than it has stack for. */
const STACK_OVERFLOW = /call stack/

type Read = Pick<Document, 'text' | 'lines'> & { readonly faults: Faults }

/** The first of each line: what follows on it is mostly said of the same mistake. */
const addErrors = ({ errors }: YamlDocument, { text, lines, faults }: Read) => {
  const overflow = errors.find(({ message }) => STACK_OVERFLOW.test(message))
  if (overflow) return faults.add({ ...TOO_DEEP, lines: lines(...overflow.pos) })
  const seen = new Set<number>()
  for (const error of errors) {
    const { startLine } = lines(...error.pos)
    if (faults.isFull) return
    if (seen.has(startLine) || isFinalMark(text, error)) continue
    seen.add(startLine)
    faults.add({ ...notYaml(yamlFault(text, error)), lines: { startLine, endLine: startLine } })
  }
}

const notYaml = (description: string) => ({ title: 'Not valid YAML', description, pointer: '' })

const compose = (text: string, lineCounter: LineCounter, faults: Faults) => {
  try {
    // uniqueKeys compares each key with each other one, which is seconds for a wide map; duplicates are found below
    return parseYaml(text, {
      lineCounter,
      prettyErrors: false,
      logLevel: 'error',
      uniqueKeys: false,
      intAsBigInt: true,
      // an edit needs to know where a colon or a dash stands
      keepSourceTokens: true,
    })
  } catch (error) {
    faults.add(error instanceof RangeError ? TOO_DEEP : notYaml("The document can't be read."))
    return undefined
  }
}

const TOO_DEEP = {
  title: 'Nested too deeply',
  description: `Values can be nested up to ${DEEPEST} levels deep.`,
  pointer: '',
}

type Tree = Pick<Document, 'root' | 'targets'>

const inspectTree = (yaml: YamlDocument, lines: Document['lines'], faults: Faults): Tree | undefined => {
  const before = faults.violations.length
  const root = yaml.contents
  const inspection = new Inspection(faults, lines)
  if (isMap(root)) inspection.measure(root, 0, '')
  else
    faults.add({
      title: 'Unreadable document',
      description: 'A descriptor must be a map of keys and values.',
      pointer: '',
    })
  if (faults.violations.length > before || !isMap(root)) return undefined
  return { root, targets: inspection.targets }
}

/** How many characters a value has with its aliases written out, and how many levels. */
type Measure = { size: number; height: number }

/** A map whose pairs are read one after the other; `seen` are the keys so far. */
type MapBeingRead = { readonly seen: Set<string>; readonly depth: number; readonly pointer: string }

/** One pass over the tree: depth, keys, and what aliases stand for and blow up to. */
class Inspection {
  readonly targets = new Map<Alias, YamlValue>()
  readonly #anchors = new Map<string, Measure & { value: YamlValue }>()
  readonly #faults: Faults
  readonly #lines: Document['lines']
  /** A limit was met: nothing more is worth saying. */
  #full = false
  constructor(faults: Faults, lines: Document['lines']) {
    this.#faults = faults
    this.#lines = lines
  }

  measure(node: unknown, depth: number, pointer: string): Measure {
    if (this.#full) return { size: 0, height: 0 }
    if (depth > DEEPEST) return this.#refuse(TOO_DEEP)
    if (isAlias(node)) return this.#measureAlias(node, depth, pointer)
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return { size: 4, height: 0 }
    const measure = this.#measureValue(node, depth, pointer)
    if (measure.size > MOST_CHARACTERS_WRITTEN_OUT) return this.#refuse(TOO_MUCH)
    // an anchor counts from its end on, so that nothing can contain itself
    if (node.anchor) this.#anchors.set(node.anchor, { ...measure, value: node })
    return measure
  }

  #measureValue(node: YamlValue, depth: number, pointer: string): Measure {
    if (isScalar(node)) return { size: sizeOf(node), height: 0 }
    const total = { size: 2, height: 0 }
    const add = ({ size, height }: Measure) => {
      total.size += size + 1
      total.height = Math.max(total.height, height + 1)
    }
    if (isMap(node)) {
      const map = { seen: new Set<string>(), depth, pointer }
      for (const pair of node.items) add(this.#measurePair(pair, map))
    } else {
      for (const [index, item] of node.items.entries()) add(this.measure(item, depth + 1, pointerTo(pointer, index)))
    }
    return total
  }

  #measurePair(pair: Pair, { seen, depth, pointer }: MapBeingRead): Measure {
    const key = keyText(pair.key)
    if (key === undefined || key.length > LONGEST_KEY || UNPRINTABLE.test(key)) {
      const rule = `A key must be text of up to ${LONGEST_KEY} characters, without control characters.`
      this.#fault(pair.key, { pointer, title: 'Unusable key', description: rule })
      return { size: 0, height: 0 }
    }
    const here = pointerTo(pointer, key)
    if (seen.has(key))
      this.#fault(pair.key, {
        pointer: here,
        title: 'Duplicate key',
        description: `The key ${key || '(empty)'} appears more than once.`,
      })
    seen.add(key)
    const { size, height } = this.measure(pair.value, depth + 1, here)
    if (isMergeKey(pair.key) && !mergedMaps(this, pair.value))
      this.#fault(pair.value ?? pair.key, {
        pointer: here,
        title: 'Unusable merge key',
        description: 'A merge key (<<) must name a map or a list of maps.',
      })
    return { size: size + key.length, height }
  }

  #measureAlias(alias: Alias, depth: number, pointer: string): Measure {
    const target = this.#anchors.get(alias.source)
    if (!target) {
      const description = `No anchor ${alias.source} is defined before this alias.`
      this.#fault(alias, { pointer, title: 'Unknown alias', description })
      return { size: 0, height: 0 }
    }
    this.targets.set(alias, target.value)
    if (depth + target.height > DEEPEST) return this.#refuse(TOO_DEEP)
    return target
  }

  #fault(node: unknown, fault: Omit<Fault, 'lines'>) {
    const [start, end] = rangeOf(node) ?? [0, 0]
    this.#faults.add({ ...fault, lines: this.#lines(start, end) })
  }

  #refuse(fault: Fault): Measure {
    this.#faults.add(fault)
    this.#full = true
    return { size: 0, height: 0 }
  }
}

const TOO_MUCH = {
  title: 'Too large with its aliases',
  description: 'With its aliases expanded, a document can have up to 4 MB.',
  pointer: '',
}

const sizeOf = ({ value, source }: Scalar) => (typeof value === 'string' ? value.length : (source?.length ?? 4))
