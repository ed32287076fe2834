/** Changes of a document in its text: values replaced, pairs and items added and removed. */
import { type Alias, isScalar, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import { dataOf } from './data.ts'
import type { Document } from './document.ts'
import { Edits } from './edits.ts'
import { rangeOf, type YamlValue } from './nodes.ts'
import { colonOf, dashOf, endOfItem, endOfPair, startOf, valuesIn } from './places.ts'
import { inFlow, itemLines, nodeOf, pairInFlow, pairLines, type Style } from './written.ts'

/** A list that is not indented below its key stays so. */
const LIST_AT_KEY = /^( *)[^\s#-][^\n]*:[ \t]*\r?\n\1- /m

/** Where a value stands: after the colon of its pair. The whole document has no pair. */
export type Slot = {
  readonly value: unknown
  readonly pair?: Pair
  /** Of the map that it is part of. */
  readonly indent: string
  readonly isInFlow: boolean
  /** Values that change where this one does. */
  readonly within: readonly YamlValue[]
}

export type NewPair = readonly [key: string, value: YamlValue]

const startOfNode = (node: unknown) => rangeOf(node)?.[0] ?? 0

const isQuoted = ({ items: [first] }: YAMLMap) => isScalar(first?.key) && first.key.type === 'QUOTE_DOUBLE'

export class TextChanges {
  readonly #document: Document
  readonly #edits: Edits
  readonly #style: Style
  /** What is not the same any longer, so that no alias may stand for it. */
  readonly #changed = new Set<YamlValue>()
  readonly #indents = new Map<YAMLMap, string>()
  #isPossible = true

  constructor(document: Document) {
    this.#document = document
    this.#edits = new Edits(document.text)
    this.#style = {
      version: document.yaml.directives?.yaml.version === '1.1' ? '1.1' : '1.2',
      isListAtKey: LIST_AT_KEY.test(document.text),
      isJson: document.root.flow === true && isQuoted(document.root),
    }
  }

  /** The text with all changes; undefined where one of them cannot be written. */
  text(): string | undefined {
    this.#writeOutAliases()
    return this.#isPossible ? this.#edits.applied() : undefined
  }

  slotOf(pair: Pair, map: YAMLMap, outer: Slot): Slot {
    const within = [...outer.within, map]
    const isInFlow = this.#isInFlow(map, outer)
    return { value: pair.value, pair, indent: isInFlow ? '' : this.#indentOf(map), isInFlow, within }
  }

  #isInFlow({ flow }: YAMLMap | YAMLSeq, { isInFlow }: Slot): boolean {
    return isInFlow || flow === true
  }

  #indentOf(map: YAMLMap): string {
    const known = this.#indents.get(map)
    if (known !== undefined) return known
    const own = map.items.find(pair => this.#edits.indentAt(startOf(pair)) !== undefined)
    const [first] = own ? [own] : map.items
    const start = first ? startOf(first) : 0
    const found = this.#edits.indentAt(start) ?? ' '.repeat(start - this.#edits.lineStart(start))
    this.#indents.set(map, found)
    return found
  }

  /** Replaces a value. A comment beside it outlives it. */
  put(slot: Slot, node: YamlValue) {
    const { pair, value, within } = slot
    if (!pair) {
      this.#isPossible = false
      return
    }
    this.#change([...within, ...valuesIn(value)])
    if (slot.isInFlow) this.#putInFlow(pair, node)
    else this.#putInBlock(pair, node, slot.indent)
  }

  /** From the colon to the end of the value, and where the value itself begins on the same line. */
  #placeOf(pair: Pair) {
    const { text } = this.#edits
    const colon = colonOf(pair)
    const from = colon ?? rangeOf(pair.key)?.[1] ?? 0
    const end = Math.max(from, endOfPair(pair, text) ?? from)
    const start = from + (/^[ \t]*/.exec(text.slice(from, end))?.[0].length ?? 0)
    const isBeside = start < end && !/[\r\n#]/.test(text[start] ?? '')
    return { from, end, start: isBeside ? start : from, isBeside, missing: colon === undefined ? ':' : '' }
  }

  #putInFlow(pair: Pair, node: YamlValue) {
    const { start, end, isBeside, missing } = this.#placeOf(pair)
    this.#edits.replace(start, end, `${missing}${isBeside ? '' : ' '}${inFlow(node, this.#style)}`)
  }

  #putInBlock(pair: Pair, node: YamlValue, indent: string) {
    const { from, start, end, isBeside, missing } = this.#placeOf(pair)
    const [first = '', ...rest] = pairLines(new Scalar('k'), node, this.#style)
    const [beside, below] = [first.slice('k:'.length), this.#linesOf(rest, indent)]
    const { text } = this.#edits
    if (!isBeside && from < end) {
      // the old value begins on a line of its own: what stands before it is a comment
      const comment = text.slice(from, this.#edits.lineEnd(from)).trimEnd()
      return this.#edits.replace(from, this.#edits.endOfBlock(end, indent), beside + comment + below)
    }
    if (isBeside && beside !== '') this.#edits.replace(start, end, beside.trimStart())
    else this.#edits.replace(from, end, missing + beside)
    if (below) this.#edits.replace(this.#edits.lineEnd(end), this.#edits.endOfBlock(end, indent), below)
  }

  #linesOf(lines: readonly string[], indent: string): string {
    return lines.map(line => this.#edits.eol + (line === '' ? '' : indent + line)).join('')
  }

  /** Adds pairs after `last`, which stays. */
  add(pairs: readonly NewPair[], { map, last, slot }: { map: YAMLMap; last: Pair | undefined; slot: Slot }) {
    if (pairs.length === 0) return
    this.#change([...slot.within, map])
    const end = endOfPair(last, this.#edits.text)
    if (!this.#isInFlow(map, slot)) {
      const lines = pairs.flatMap(([key, value]) => pairLines(new Scalar(key), value, this.#style))
      const indent = this.#indentOf(map)
      return this.#edits.insert(this.#edits.endOfBlock(end ?? 0, indent), this.#linesOf(lines, indent))
    }
    const written = pairs.map(([key, value]) => pairInFlow(new Scalar(key), value, this.#style))
    if (last && end !== undefined) return this.#edits.insert(end, this.#afterLast(last, written))
    const space = this.#style.isJson ? '' : ' '
    this.#edits.insert((rangeOf(map)?.[0] ?? 0) + 1, `${space}${written.join(', ')}${space}`)
  }

  /** Within brackets: on lines of their own where the last pair is. */
  #afterLast(last: Pair, written: readonly string[]): string {
    const indent = this.#edits.indentAt(startOf(last))
    const between = indent === undefined ? ', ' : `,${this.#edits.eol}${indent}`
    return written.map(one => between + one).join('')
  }

  /** Whether these pairs can be removed without writing the others again; one has to stay. */
  canRemove(gone: ReadonlySet<Pair>, map: YAMLMap, slot: Slot): boolean {
    if (gone.size === map.items.length) return false
    return this.#isInFlow(map, slot) || [...gone].every(pair => this.#edits.indentAt(startOf(pair)) !== undefined)
  }

  /** @param gone `canRemove` says so */
  remove(gone: ReadonlySet<Pair>, map: YAMLMap, slot: Slot) {
    if (gone.size === 0) return
    this.#change([...slot.within, map])
    const first = map.items.findIndex(pair => !gone.has(pair))
    for (const [index, pair] of map.items.entries())
      if (gone.has(pair)) {
        this.#change([...valuesIn(pair.value)])
        if (this.#isInFlow(map, slot)) this.#removeInFlow(map, index, first)
        else this.#removeLines(pair, this.#indentOf(map))
      }
  }

  #removeInFlow({ items }: YAMLMap, index: number, first: number) {
    const { text } = this.#edits
    const [before, pair, kept] = [items[index - 1], items[index], items[first]]
    if (!pair) return
    if (index > first) this.#edits.replace(endOfPair(before, text) ?? 0, endOfPair(pair, text) ?? 0, '')
    else if (index === 0 && kept) this.#edits.replace(startOf(pair), startOf(kept), '')
  }

  /** With the comments that are indented below it. */
  #removeLines(pair: Pair, indent: string) {
    const { text } = this.#edits
    const start = startOf(pair)
    const end = this.#edits.endOfBlock(endOfPair(pair, text) ?? start, indent)
    const line = this.#edits.lineStart(start)
    this.#edits.replace(
      text.startsWith('\ufeff', line) ? line + 1 : line,
      text.indexOf('\n', end) + 1 || text.length,
      '',
    )
  }

  /** Adds items to a list that has some. */
  append(items: readonly YamlValue[], list: YAMLSeq, slot: Slot) {
    if (items.length === 0) return
    this.#change([...slot.within, list])
    const end = endOfItem(list, list.items.length - 1, this.#edits.text) ?? 0
    if (this.#isInFlow(list, slot))
      return this.#edits.insert(end, items.map(item => `, ${inFlow(item, this.#style)}`).join(''))
    const dash = (dashOf(list, 0) ?? 1) - 1
    const indent = this.#edits.indentAt(dash) ?? ' '.repeat(dash - this.#edits.lineStart(dash))
    const lines = items.flatMap(item => itemLines(item, this.#style))
    this.#edits.insert(this.#edits.endOfBlock(end, indent), this.#linesOf(lines, indent))
  }

  /** Whether the items of a list can be changed one by one: each begins a line of its own. */
  canChangeItems(list: YAMLSeq, slot: Slot): boolean {
    const begins = (index: number) => this.#edits.indentAt((dashOf(list, index) ?? 1) - 1) !== undefined
    return (
      !this.#isInFlow(list, slot) && list.items.every((_, index) => dashOf(list, index) !== undefined && begins(index))
    )
  }

  /**
   * For each item nothing where it stays, a node that replaces it, or null where it goes; then new ones at the end. One of them stays or
   * is replaced. @param slot `canChangeItems` says so
   */
  changeItems(
    changes: readonly (YamlValue | null | undefined)[],
    added: readonly YamlValue[],
    { list, slot }: { list: YAMLSeq; slot: Slot },
  ) {
    const last = changes.findLastIndex(change => change !== null)
    const indent = this.#edits.indentAt((dashOf(list, 0) ?? 1) - 1) ?? ''
    const lines = added.flatMap(item => itemLines(item, this.#style))
    this.#change([...slot.within, list])
    for (const [index, change] of changes.entries()) {
      if (change !== undefined) this.#change([...valuesIn(list.items[index])])
      if (change === null) this.#removeItem(list, index, indent)
      const [first = '', ...rest] = change ? itemLines(change, this.#style) : []
      const [start, end] = [(dashOf(list, index) ?? 1) - 1, endOfItem(list, index, this.#edits.text) ?? 0]
      if (change) this.#edits.replace(start, end, first + this.#linesOf(rest, indent))
      if (index === last && lines.length > 0)
        this.#edits.insert(this.#edits.endOfBlock(end, indent), this.#linesOf(lines, indent))
    }
  }

  /** With the comments that are indented below it. */
  #removeItem(list: YAMLSeq, index: number, indent: string) {
    const { text } = this.#edits
    const start = (dashOf(list, index) ?? 1) - 1
    const end = this.#edits.endOfBlock(endOfItem(list, index, text) ?? start, indent)
    this.#edits.replace(this.#edits.lineStart(start), text.indexOf('\n', end) + 1 || text.length, '')
  }

  #change(values: readonly YamlValue[]) {
    for (const value of values) this.#changed.add(value)
  }

  /** An alias of something that changes says what it stood for until now. */
  #writeOutAliases() {
    const isReplaced = this.#edits.replacing()
    const stale = Array.from(this.#document.targets).filter(([, target]) => this.#changed.has(target))
    const inOrder = stale.map(([alias]) => alias).toSorted((a, b) => startOfNode(a) - startOfNode(b))
    for (const alias of inOrder.filter(one => !isReplaced(startOfNode(one)))) this.#writeOut(alias)
  }

  #writeOut(alias: Alias) {
    const [start, end] = rangeOf(alias) ?? [0, 0]
    this.#edits.replace(start, end, inFlow(nodeOf(dataOf(this.#document, alias)), this.#style))
  }
}
