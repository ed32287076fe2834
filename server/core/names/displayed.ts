/**
 * Whether a text that people read as a name shows what it is: it displays as something, and nothing in it is invisible or turns the
 * direction of what stands around it. Joiners and variation selectors stay where scripts and emoji need them.
 */
import { badRequest } from '../problems/problems.ts'

/** Not ignorable by Unicode's word, and blank all the same: controls of annotations, lone surrogates, and a few empty symbols. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufff9-\ufffb]/u
const BLANK = /[\p{Default_Ignorable_Code_Point}\p{C}\p{Z}\p{M}\s\u2800\ufffc\u{1d159}\ufff9-\ufffb]/u

const NON_JOINER = '\u200c'
const JOINER = '\u200d'

/** Scripts in which a joiner or non-joiner changes how letters are written: Persian, and those of India and its neighbors. */
const JOINED =
  /[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}\p{scx=Newa}]/u
const LETTER = /[\p{L}\p{M}]/u
const MARK = /\p{M}/u
const PICTOGRAPH = /\p{Extended_Pictographic}/u
const PART_OF_PICTOGRAPH = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u

const isJoinedLetter = (char: string) => JOINED.test(char) && LETTER.test(char)

/** A word may end with a mark and a joiner, as in Malayalam. */
const mayJoin = (before: string, after: string) =>
  (isJoinedLetter(before) && (isJoinedLetter(after) || (MARK.test(before) && !LETTER.test(after)))) ||
  (PART_OF_PICTOGRAPH.test(before) && PICTOGRAPH.test(after))

const SELECTOR = /[\ufe00-\ufe0f]/
const IDEOGRAPHIC_SELECTOR = /[\u{e0100}-\u{e01ef}]/u
const MONGOLIAN_SELECTOR = /[\u180b-\u180d\u180f]/

const mayVary = (char: string, before: string) =>
  (SELECTOR.test(char) && /[\p{Extended_Pictographic}\p{Script=Han}]/u.test(before)) ||
  (IDEOGRAPHIC_SELECTOR.test(char) && /\p{Script=Han}/u.test(before)) ||
  (MONGOLIAN_SELECTOR.test(char) && /\p{Script=Mong}/u.test(before))

const isLegitimate = (char: string, before: string, after: string) =>
  char === JOINER || char === NON_JOINER ? mayJoin(before, after) : mayVary(char, before)

const codePoint = (char: string) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Code units that belong to a whole emoji of Unicode's list, flags of tag characters among them. The list takes 15 ms to load: not at start. */
const inEmoji = (text: string): ReadonlySet<number> => {
  const units = new Set<number>()
  for (const { 0: emoji, index } of text.matchAll(/\p{RGI_Emoji}/gv))
    for (let unit = index; unit < index + emoji.length; unit++) units.add(unit)
  return units
}

/** What is invisible and where, as the end of a sentence; undefined when nothing is. */
export const invisibleFault = (text: string): string | undefined => {
  if (!INVISIBLE.test(text)) return undefined
  const chars = [...text]
  const emoji = inEmoji(text)
  let unit = 0
  for (const [at, char] of chars.entries()) {
    if (INVISIBLE.test(char) && !emoji.has(unit) && !isLegitimate(char, chars[at - 1] ?? '', chars[at + 1] ?? ''))
      return `has the invisible character ${codePoint(char)} at position ${at + 1}.`
    unit += char.length
  }
  return undefined
}

/** The same for a text of several lines. */
export const linesFault = (text: string): string | undefined => invisibleFault(text.replace(/[\t\n\r]/g, ' '))

/** Why this is no name, as the end of a sentence about it; undefined when it is one. */
export const nameFault = (text: string): string | undefined => {
  if (text.trim() === '') return 'must not be empty.'
  const fault = invisibleFault(text)
  if (fault !== undefined) return fault
  return [...text].every(char => BLANK.test(char)) ? 'has no visible character; enter at least one.' : undefined
}

/** The name after an edit: what is stored stays as it is, and another must be a name. @throws Problem 400 */
export const changedName = (asked: string | undefined, stored: string): string => {
  if (asked === undefined || asked.trim() === stored || asked === stored) return stored
  const fault = nameFault(asked)
  if (fault !== undefined) throw badRequest(`name: ${fault}`, 'name')
  return asked.trim()
}

/** What is left of a name that comes from elsewhere; undefined when it displays as nothing. */
export const displayedPart = (text: string): string | undefined => {
  const part = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .toWellFormed()
    .trim()
  if (nameFault(part) === undefined) return part
  const bare = [...part].filter(char => !INVISIBLE.test(char)).join('')
  return nameFault(bare) === undefined ? bare.trim() : undefined
}
