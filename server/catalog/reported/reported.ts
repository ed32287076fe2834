/** What deploys and events have in common: clients report them of entities. */
import { randomUUIDv7 } from 'node:crypto'
import { sentText } from '../../core/http/sent-json.ts'
import { badRequest } from '../../core/problems/problems.ts'

const DAY = 86_400_000

/** From when they were reported, so that what is imported of years ago stays as long as everything else. */
export const KEPT_MS = 400 * DAY

/** How far lists count. */
export const MOST_COUNTED = 10_000

const LONGEST_DATA = 32 * 1024

/** In the order of reporting. */
export const newUuid = (): string => randomUUIDv7()

/** The JSON as it was sent. @throws Problem 400 where it is too long */
export const customDataOf = (data: Record<string, unknown> | null | undefined): string | null => {
  const text = sentText(data)
  if (text !== null && text.length > LONGEST_DATA)
    throw badRequest('customData: must have 32 KB or less as JSON.', 'customData')
  return text
}
