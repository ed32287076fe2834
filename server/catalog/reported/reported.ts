/** What deploys and events have in common: clients report them of entities. */
import { randomUUIDv7 } from 'node:crypto'
import { badRequest } from '../../core/problems/problems.ts'

const DAY = 86_400_000

/** From when they were reported, so that what is imported of years ago stays as long as everything else. */
export const KEPT_MS = 400 * DAY

/** How far lists count. */
export const MOST_COUNTED = 10_000

const LONGEST_DATA = 32 * 1024

/** In the order of reporting. */
export const newUuid = (): string => randomUUIDv7()

/** The JSON as it was sent, null where there is none. @throws Problem 400 where it is too long */
export const customDataOf = (text = 'null'): string | null => {
  if (text.length > LONGEST_DATA) throw badRequest('customData: must have 32 KB or less as JSON.', 'customData')
  return text === 'null' ? null : text
}

/** An answer as JSON, and beside its fields one that is JSON already. */
export const withText = (fields: object, name: string, text: string | null): string =>
  text === null ? JSON.stringify(fields) : `${JSON.stringify(fields).slice(0, -1)},${JSON.stringify(name)}:${text}}`
