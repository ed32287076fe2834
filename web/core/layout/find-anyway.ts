import { closest } from './closeness.ts'

const LETTERS = 3

/**
 * What a search of the server finds or, where it finds nothing, what is close to the words as typed: a mistake leaves the first or the
 * last letters right, and by these the server finds more than enough.
 */
export const findAnyway = async <Thing>(
  typed: string,
  ask: (query: string) => Promise<readonly Thing[]>,
  nameOf: (thing: Thing) => string,
): Promise<readonly Thing[]> => {
  const found = await ask(typed)
  if (found.length > 0 || typed.length <= LETTERS) return found
  const some = await Promise.all([ask(typed.slice(0, LETTERS)), ask(typed.slice(-LETTERS))])
  return closest(typed, [...new Map(some.flat().map(thing => [nameOf(thing), thing])).values()], nameOf)
}
