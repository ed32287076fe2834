/** Faults of a descriptor: collected with their place, never thrown, so that a person sees all of them at once. */
import type { Violation } from '../../../contract/catalog/entities.ts'

export type { Violation } from '../../../contract/catalog/entities.ts'
export type Severity = Violation['violationType']

/** Lines from 1, both ends included. */
export type Lines = { readonly startLine: number; readonly endLine: number }

const MOST_VIOLATIONS = 100
const LONGEST_TEXT = 500

/** Command-line clients print these texts through a markup renderer that takes square brackets for markup. */
const plain = (text: string) =>
  (text.split('\n', 1)[0] ?? '').trimEnd().slice(0, LONGEST_TEXT).replaceAll('[', '(').replaceAll(']', ')')

export type Fault = {
  readonly title: string
  readonly description: string
  readonly pointer: string
  readonly lines?: Lines | undefined
  /** MUST when left out: the descriptor is refused. */
  readonly severity?: Severity
}

export const violation = ({ title, description, pointer, lines, severity = 'MUST' }: Fault): Violation => ({
  title: plain(title),
  description: plain(description),
  violationType: severity,
  paths: [pointer],
  pointer,
  ...lines,
})

/** Whether nothing in it forbids accepting the descriptor. */
export const isAcceptable = (violations: readonly Violation[]) =>
  violations.every(({ violationType }) => violationType !== 'MUST')

/** The first hundred faults; a broken text of a megabyte may have a hundred thousand. */
export class Faults {
  readonly violations: Violation[]
  constructor(known: readonly Violation[] = []) {
    this.violations = [...known]
  }
  /** No more are kept. */
  get isFull() {
    return this.violations.length >= MOST_VIOLATIONS
  }
  add(fault: Fault) {
    if (!this.isFull) this.violations.push(violation(fault))
  }
}

/** One more step of a JSON pointer (RFC 6901). */
export const pointerTo = (parent: string, key: string | number) =>
  `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
