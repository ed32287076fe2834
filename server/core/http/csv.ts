/** Rows of text as CSV (RFC 4180) that no spreadsheet program takes for formulas. Pure. */

/**
 * What makes a spreadsheet run a cell: its first character, also in full width, and also after characters that it skips.
 * Tab, line feed and carriage return count on their own (OWASP, CSV injection).
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u

const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/

const STARTS_FORMULA = /[=+\-@＝＋－＠]/
const STARTS_CELL = /[;\t\r\n]/
const SKIPPED = /[\s\p{Cc}\p{Cf}]/u

/** Programs that split at other characters see further cells in one of ours: an apostrophe goes before each formula there too. */
const guardWithin = (text: string): string => {
  if (!STARTS_CELL.test(text)) return text
  let guarded = ''
  let isStart = false
  for (const character of text) {
    if (isStart && STARTS_FORMULA.test(character)) guarded += "'"
    isStart = STARTS_CELL.test(character) || (isStart && SKIPPED.test(character))
    guarded += character
  }
  return guarded
}

/** One cell; an apostrophe in front makes a spreadsheet show the text instead of running it. */
export const csvCell = (value: string | number | null): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const within = guardWithin(value)
  const text = FORMULA.test(within) ? `'${within}` : within
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One record with its line end. */
export const csvRow = (values: readonly (string | number | null)[]): string => `${values.map(csvCell).join(',')}\r\n`
