/** How well a name answers what was typed, typing mistakes included. */

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')

/** Letters that are added, missing, replaced or swapped with their neighbor. */
const mistakesBetween = (one: string, other: string): number => {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}

/** Short words have to be right. */
const allowedIn = (word: string) => (word.length < 4 ? 0 : word.length < 7 ? 1 : 2)

const LONGEST = 40

/** 3 for the start of the word, 2 for a part of it, 1 with mistakes, 0 for another word. */
const wordCloseness = (typed: string, word: string): number => {
  if (word.startsWith(typed)) return 3
  if (word.includes(typed)) return 2
  if (typed.length > LONGEST) return 0
  const most = allowedIn(typed)
  const beginnings = [word, word.slice(0, typed.length), word.slice(0, typed.length + 1)]
  return most > 0 && beginnings.some(part => mistakesBetween(typed, part) <= most) ? 1 : 0
}

/** 0 where a typed word is in no word of the name; otherwise the higher, the closer. */
export const closeness = (typed: string, name: string): number => {
  const wanted = wordsOf(typed)
  const words = wordsOf(name)
  if (wanted.length === 0) return 0
  const scores = wanted.map(one => Math.max(0, ...words.map(word => wordCloseness(one, word))))
  if (scores.includes(0)) return 0
  const isStart = name.toLowerCase().startsWith(typed.trim().toLowerCase())
  return scores.reduce((sum, score) => sum + score, 0) / scores.length + (isStart ? 1 : 0)
}

/** The closest first, those as close in their order. */
export const closest = <Thing>(typed: string, things: readonly Thing[], nameOf: (thing: Thing) => string): Thing[] =>
  things
    .map(thing => ({ thing, score: closeness(typed, nameOf(thing)) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ thing }) => thing)
