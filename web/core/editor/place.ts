/**
 * Where in a descriptor a place of its text is: the keys above it, and what of a key or value is there. By indentation alone, because
 * what one is typing is seldom whole YAML. Values in braces and brackets are not looked into.
 */

export type Place = {
  /** The keys from the top, without positions in lists. */
  readonly path: readonly string[]
  /** `value`: after the last key of `path`. `item`: after a dash, where a value or a key can follow. */
  readonly kind: 'key' | 'value' | 'item'
  /** The typed text, and the offset in the line where it starts. */
  readonly typed: string
  readonly from: number
  /** The column of the keys of this map. */
  readonly column: number
  /** The other keys of the same map, and their values. */
  readonly siblings: ReadonlyMap<string, string>
}

type Line = {
  /** Where the first dash or key is. */
  readonly start: number
  /** Where the key is, after all dashes. */
  readonly column: number
  readonly hasDash: boolean
  readonly key: string | undefined
  readonly value: string
}

const PARTS = /^([ ]*)((?:-(?:[ ]+|$))*)(.*)$/
const KEY = /^("[^"]*"|'[^']*'|[^\s"'#&*{}[\],|>][^#]*?)[ ]*:(?:[ \t]+(.*))?$/
const OPENS = /^(?:[&!]\S+[ \t]*)*(?:#.*)?$/
const IS_TEXT_BLOCK = /^(?:[&!]\S+[ \t]+)*[|>][-+0-9]*[ \t]*(?:#.*)?$/

const unquoted = (text: string) => text.replace(/^(["'])(.*)\1$/, '$2')

const readLine = (text: string): Line | undefined => {
  const [, indent = '', dashes = '', rest = ''] = PARTS.exec(text) ?? []
  if ((rest === '' && dashes === '') || rest.startsWith('#')) return undefined
  const [, key, value = ''] = KEY.exec(rest) ?? []
  return {
    start: indent.length,
    column: indent.length + dashes.length,
    hasDash: dashes !== '',
    key: key === undefined ? undefined : unquoted(key),
    value: value.trim(),
  }
}

/** A comment, or text within braces or brackets. */
const isElsewhere = (rest: string) => /(?:^|\s)#/.test(rest) || /^(?:[^"']*:[ \t]+)?[{[]/.test(rest)

/** Goes up from a map: a line with less indentation belongs to a parent. */
class Ascent {
  readonly path: string[] = []
  readonly siblings = new Map<string, string>()
  #limit: number
  /** A list can begin at the column of its key. */
  #inList: boolean
  #isInMap: boolean
  constructor({ start, column, hasDash }: Pick<Line, 'start' | 'column' | 'hasDash'>) {
    this.#limit = hasDash ? start : column
    this.#inList = hasDash
    this.#isInMap = !hasDash
  }

  get isAtTop() {
    return this.#limit === 0 && !this.#inList && !this.#isInMap
  }

  /** Returns false if a line above shows that this isn't a map. */
  pass(line: Line): boolean {
    const { column, hasDash, start, key, value } = line
    if (this.#isInMap && column === this.#limit) {
      if (key !== undefined) this.siblings.set(key, value)
      if (hasDash) this.#goTo(start, true)
      return true
    }
    const isHead = this.#inList && !hasDash && column === this.#limit && OPENS.test(value)
    if (column >= this.#limit && !isHead) {
      if (hasDash && start < this.#limit) this.#goTo(start, true)
      return true
    }
    if (key === undefined) {
      if (hasDash) this.#goTo(start, true)
      return hasDash
    }
    if (!OPENS.test(value)) return false
    this.path.unshift(key)
    this.#goTo(hasDash ? start : column, hasDash)
    return true
  }

  #goTo(limit: number, inList: boolean) {
    this.#limit = limit
    this.#inList = inList
    this.#isInMap = false
  }
}

const addBelow = (
  lines: readonly string[],
  { at, column }: { at: number; column: number },
  found: Map<string, string>,
) => {
  for (const text of lines.slice(at + 1)) {
    const line = readLine(text)
    if (!line) continue
    if (line.start < column || (line.hasDash && line.start <= column)) return
    if (line.column === column && line.key !== undefined) found.set(line.key, line.value)
  }
}

const typedAt = (before: string) => {
  const [, indent = '', dashes = '', rest = ''] = PARTS.exec(before) ?? []
  if (isElsewhere(rest)) return undefined
  const [, key, value] = KEY.exec(rest) ?? []
  const column = indent.length + dashes.length
  const at = { start: indent.length, column, hasDash: dashes !== '' }
  if (key === undefined) return { ...at, key: undefined, typed: rest, from: column }
  if (value === undefined) return undefined // before the space after the colon
  return { ...at, key: unquoted(key), typed: value, from: before.length - value.length }
}

/** @param at the index of the line, and the offset in it. @returns undefined if there is nothing to suggest */
export const placeAt = (
  lines: readonly string[],
  at: { readonly line: number; readonly offset: number },
): Place | undefined => {
  const typed = typedAt((lines[at.line] ?? '').slice(0, at.offset))
  if (!typed) return undefined
  const ascent = new Ascent(typed)
  for (const text of lines.slice(0, at.line).toReversed()) {
    const line = readLine(text)
    if (!line) continue
    if (line.column < typed.column && IS_TEXT_BLOCK.test(line.value)) return undefined
    if (!ascent.pass(line)) return undefined
    if (ascent.isAtTop) break
  }
  const { path, siblings } = ascent
  addBelow(lines, { at: at.line, column: typed.column }, siblings)
  const kind = typed.key !== undefined ? 'value' : typed.hasDash ? 'item' : 'key'
  return {
    path: typed.key === undefined ? path : [...path, typed.key],
    kind,
    typed: typed.typed,
    from: typed.from,
    column: typed.column,
    siblings,
  }
}

/** The key at an offset of a line, and its parents. */
export const keyAt = (
  lines: readonly string[],
  at: { readonly line: number; readonly offset: number },
): { readonly path: readonly string[]; readonly start: number; readonly end: number } | undefined => {
  const text = lines[at.line] ?? ''
  const line = readLine(text)
  if (line?.key === undefined) return undefined
  const end = text.indexOf(':', line.column + line.key.length)
  if (at.offset < line.column || at.offset > end) return undefined
  const place = placeAt(lines, { line: at.line, offset: line.column })
  return place && { path: [...place.path, line.key], start: line.column, end }
}
