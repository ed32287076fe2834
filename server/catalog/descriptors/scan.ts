/**
 * One look at YAML text before a parser sees it. It is conservative and reads no YAML: it counts what could nest and what could
 * become a value, and knows neither strings nor comments. What it calls deep is refused; what it calls simple costs a few
 * milliseconds; everything else is read on a thread that can be ended.
 */
import { DEEPEST } from './limits.ts'

export type Scan = {
  /** How deep it may be nested: brackets within each other, and `? ? ?` or `- - -` at the start of a line. */
  readonly levels: number
  /** Characters that could begin or end a value. */
  readonly marks: number
}

const MOST_CHARACTERS_HERE = 4096
const MOST_MARKS_HERE = 700
const DEEPEST_HERE = 20

const isBlank = (char: string | undefined) => char === undefined || char === ' ' || char === '\t'
const isBreak = (char: string | undefined) => char === '\n' || char === '\r'
const OPENING = new Set('[{')
const CLOSING = new Set(']}')
const OTHER_MARKS = new Set(',"\'&*!|>%@`')
const INDICATORS = new Set('?-:')

/** Brackets count within a paragraph: a line that begins with anything else than a bracket or a comma starts again. */
export const scan = (text: string): Scan => {
  let [levels, marks, brackets, indicators] = [0, 0, 0, 0]
  let isLineStart = true
  /** Only indicators since the start of the line, or since a bracket. */
  let isLeading = true
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (isBreak(char)) {
      marks++
      indicators = 0
      isLineStart = isLeading = true
      continue
    }
    if (isBlank(char)) continue
    if (OPENING.has(char)) {
      marks++
      brackets++
      isLeading = true
    } else if (CLOSING.has(char)) {
      marks++
      brackets = Math.max(0, brackets - 1)
      isLeading = false
    } else {
      if (isLineStart && char !== ',') brackets = 0
      const next = text[at + 1]
      const isIndicator = INDICATORS.has(char) && (isBlank(next) || isBreak(next))
      if (isIndicator || OTHER_MARKS.has(char)) marks++
      if (isIndicator && isLeading) indicators++
      else isLeading = false
    }
    isLineStart = false
    levels = Math.max(levels, brackets + indicators)
  }
  return { levels, marks }
}

/** Deeper than any document may be. */
export const isDeep = (text: string) => scan(text).levels > DEEPEST

/** Whether reading these texts costs so little that it may be done where other requests wait. */
export const isSimple = (texts: readonly string[]): boolean => {
  if (texts.reduce((sum, { length }) => sum + length, 0) > MOST_CHARACTERS_HERE) return false
  const scans = texts.map(scan)
  return (
    scans.every(({ levels }) => levels <= DEEPEST_HERE) &&
    scans.reduce((sum, { marks }) => sum + marks, 0) <= MOST_MARKS_HERE
  )
}
