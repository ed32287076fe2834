/** Faults that were found in data, with the lines of the text that the data comes from. */
import { isMap, isSeq } from 'yaml'
import { type Document, parseDocument } from './document.ts'
import { keyText, pairsOf, rangeOf, resolved } from './nodes.ts'
import type { Lines, Violation } from './violations.ts'

const stepsOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))

type Span = readonly [start: number, end: number]

/** Of the last part of the pointer that is in the document; a key and its value, or an item. */
const spanAt = (document: Document, pointer: string): Span => {
  let node: unknown = document.root
  let span: Span = [0, 0]
  for (const step of stepsOf(pointer)) {
    const value = resolved(document, node)
    const pair = isMap(value) ? pairsOf(document, value).findLast(({ key }) => keyText(key) === step) : undefined
    const inner: unknown = isSeq(value) ? value.items[Number(step)] : pair?.value
    if (inner === undefined && !pair) return span
    const own = rangeOf(inner) ?? rangeOf(pair?.key) ?? span
    span = [(rangeOf(pair?.key) ?? own)[0], own[1]]
    node = inner
  }
  return span
}

const linesAt = (document: Document, pointer: string): Lines => document.lines(...spanAt(document, pointer))

/** Adds lines where the text can be read, which it can where the data comes from it. */
export const placed = (text: string, violations: readonly Violation[]): Violation[] => {
  const { document } = parseDocument(text, 'stored')
  return violations.map(one => (document ? { ...one, ...linesAt(document, one.pointer) } : one))
}
