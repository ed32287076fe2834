/** Rows of text as CSV (RFC 4180) that no spreadsheet program takes for formulas. Pure. */

/**
 * What makes a spreadsheet run a cell: its first character, also in full width, and also after characters that it skips.
 * Tab, line feed and carriage return count by themselves (OWASP, CSV injection).
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/

/** One cell; an apostrophe in front makes a spreadsheet show the text instead of running it. */
export const csvCell = (value: string | number | null): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One record with its line end. */
export const csvRow = (values: readonly (string | number | null)[]): string => `${values.map(csvCell).join(',')}\r\n`
