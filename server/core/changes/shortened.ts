import type { Changes } from './audit.ts'

const LONGEST_VALUE = 1000

const shortenedValue = (value: unknown) => {
  const text = JSON.stringify(value) ?? ''
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)` : value
}

/** Changes with long values cut: a log of a million rows must not hold a million documents. */
export const shortened = (changes: Changes): Changes =>
  Object.fromEntries(
    Object.entries(changes).map(([field, { before, after }]) => [
      field,
      { before: shortenedValue(before), after: shortenedValue(after) },
    ]),
  )
