import { badRequest } from './problems.ts'

/** A plus sign that was not escaped in the address arrives as a space. */
const SPACE_BEFORE_OFFSET = /(?<=T\d[\d:.,]+) (?=\d\d(?::?\d\d)?$)/i

/** An instant with an offset in milliseconds UTC. @throws Problem 400 naming the field that is none */
export const instantOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  try {
    return Temporal.Instant.from(text.trim().replace(SPACE_BEFORE_OFFSET, '+')).epochMilliseconds
  } catch {
    throw badRequest(`${name}: must be an instant with an offset, such as 2027-01-31T18:00:00+01:00.`, name)
  }
}
