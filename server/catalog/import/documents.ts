/**
 * Splits a text into descriptors: YAML documents, or one JSON value per line. The text isn't parsed: in YAML, a line that begins with
 * `---` or `...` is a marker wherever it is, even within quotes and blocks.
 */

export type SourceDocument = {
  readonly text: string
  /** Where it starts, from 1. */
  readonly line: number
  /** The line isn't JSON, so there is no text. */
  readonly isBroken?: true
}

/** After a line break or at the start. U+2028 is no line break in YAML, so this isn't `^` with the flag m. */
const MARK = /(?<![^\n])\ufeff?(---|\.\.\.)(?![^ \t\r\n])[^\n]*\n?/g
/** Blank lines, comments and directives: what can precede the marker that starts a document. */
const PREAMBLE = /^\ufeff?(?:[ \t]*(?:#[^\n]*|\r?)\n|%[^\n]*\n)*$/
const SEPARATOR = /^\ufeff?---[ \t]*\r?\n/
const IS_MARK = /^\ufeff?(?:---|\.\.\.)\s*(?:#.*)?$/
const IS_BLANK = /^\ufeff?\s*(?:#.*)?$/

const withoutBom = (text: string) => (text.startsWith('\ufeff') ? text.slice(1) : text)

/** Looks at no line that has nothing at all: two megabytes may be made of them. */
const isEmpty = (text: string) => {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    const line = text.slice(start, end)
    if (end > start && !IS_BLANK.test(line) && !IS_MARK.test(line)) return false
    start = end + 1
  }
  return true
}

/** How many markers with nothing between them are skipped. */
const MOST_EMPTY = 1000

/** The offsets of the documents. */
function* spansIn(text: string): Generator<readonly [start: number, end: number]> {
  let start = 0
  let isStarted = false
  for (const { 0: line, 1: mark, index } of text.matchAll(MARK)) {
    if (mark === '...') {
      yield [start, index + line.length]
      start = index + line.length
      isStarted = false
    } else {
      if (isStarted || !PREAMBLE.test(text.slice(start, index))) {
        yield [start, index]
        start = index
      }
      isStarted = true
    }
  }
  yield [start, text.length]
}

const linesIn = (text: string, from: number, to: number) => {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** The separator between two documents belongs to neither. */
const yamlDocuments = (text: string, most: number): SourceDocument[] => {
  const documents: SourceDocument[] = []
  let [line, counted, empty] = [1, 0, 0]
  for (const [start, end] of spansIn(text)) {
    line += linesIn(text, counted, start)
    counted = start
    const written = text.slice(start, end)
    if (isEmpty(written) && ++empty <= MOST_EMPTY) continue
    const separator = documents.length > 0 ? (SEPARATOR.exec(written)?.[0] ?? '') : ''
    documents.push({ text: withoutBom(written.slice(separator.length)), line: line + (separator ? 1 : 0) })
    if (documents.length > most) break
  }
  return documents
}

const fromLine = (written: string, line: number): SourceDocument => {
  const text = written.trim()
  if (!text.startsWith('"')) return { text, line }
  try {
    const inner: unknown = JSON.parse(text)
    if (typeof inner === 'string') return { text: withoutBom(inner), line }
  } catch {}
  return { text: '', line, isBroken: true }
}

const jsonLines = (text: string, most: number): SourceDocument[] => {
  const documents: SourceDocument[] = []
  let line = 1
  for (let start = 0; start < text.length && documents.length <= most; line++) {
    const end = text.indexOf('\n', start)
    const written = text.slice(start, end < 0 ? text.length : end)
    if (written.trim() !== '') documents.push(fromLine(written, line))
    start = end < 0 ? text.length : end + 1
  }
  return documents
}

const isJsonLine = (line: string) => /^(?:\{.*\}|".+")$/.test(line)

/** A JSON text over several lines is one YAML document, and so is one in braces with a comment below it. */
const isJsonLines = (text: string) => {
  const [, first = '', second = '{'] = /^\s*(\S[^\n]*)(?:\n\s*(\S)?)?/.exec(text) ?? []
  return isJsonLine(first.trim()) && /["{]/.test(second)
}

/**
 * The documents of a text in order, at most one more than `most`. If a text has only one document, the whole text is that document,
 * with its markers and comments.
 */
export const documentsIn = (written: string, most: number): SourceDocument[] => {
  const text = withoutBom(written)
  const documents = isJsonLines(text) ? jsonLines(text, most) : yamlDocuments(text, most)
  const [only, ...others] = documents
  if (!only || others.length > 0 || text.trim().startsWith('"')) return documents
  return [{ text, line: 1 }]
}
