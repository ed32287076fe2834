/** Values that rows of all tables share, in SQL where `i` is the number of the row. */
export const NOW = Date.UTC(2027, 0, 15, 12)
export const DAY = 86_400_000

/** An identifier of 18 characters: a prefix and a number. */
export const id = (prefix: string, number = 'i') => `'${prefix}' || (1000000000000000 + ${number})`
export const idOf = (prefix: string, number: number) => `${prefix}${1_000_000_000_000_000 + number}`

/** A description. */
export const WORDS = `'What service-' || i || ' does, in a sentence that is about as long as people write; see runbook ' || (i * 31 % 9973)`

/** What is written into a table: its name, its columns, and an expression for each. */
export type Rows = readonly [table: string, columns: string, values: string]
