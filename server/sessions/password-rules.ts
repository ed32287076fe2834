/** What a new password must be: long, and not among the first that anybody would try. Pure. */
import { badRequest } from '../http/problems.ts'
import { COMMON_PASSWORDS, COMMON_WORDS } from './common-passwords.ts'

export const SHORTEST = 12
export const LONGEST = 128
const FEWEST_DIFFERENT = 5
const SHORTEST_NAME = 4
const SHORTEST_RUN = 3

export type Whose = { readonly email: string; readonly name?: string | undefined }

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '012345678901234567890123456789',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
]
const SEQUENCES = [...ROWS, ...ROWS.map(row => [...row].reverse().join(''))]
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/** The same piece over and over: `abcabcabcabc`. */
const isRepetition = (text: string) => /^(.+?)\1+$/su.test(text)

const longestRunAt = (text: string, from: number) => {
  let longest = 0
  for (const sequence of SEQUENCES)
    for (let length = longest + 1; sequence.includes(text.slice(from, from + length)); length++) {
      if (from + length > text.length) break
      longest = length
    }
  return longest
}

/** Made of runs of the alphabet, the digits or a row of keys: `qwertyuiop123`. */
const isRuns = (text: string) => {
  let at = 0
  while (at < text.length) {
    const run = longestRunAt(text, at)
    if (run < SHORTEST_RUN) return false
    at += run
  }
  return true
}

const unleet = (text: string) => [...text].map(letter => LEET[letter] ?? letter).join('')

/** One or two well-known words with digits and marks around them: `Password2026!`, `P@ssw0rd-Admin1`. */
const isDressedWord = (text: string) => {
  const candidates = [text, text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')]
  return candidates
    .flatMap(candidate => [candidate, unleet(candidate)])
    .map(candidate => candidate.replace(/[^\p{L}]/gu, ''))
    .some(letters => isMadeOfWords(letters))
}

const isMadeOfWords = (letters: string): boolean =>
  letters !== '' &&
  COMMON_WORDS.some(
    word => letters === word || (letters.startsWith(word) && COMMON_WORDS.some(next => letters === word + next)),
  )

const isCommon = (text: string) =>
  COMMON_PASSWORDS.has(text) ||
  new Set(text).size < FEWEST_DIFFERENT ||
  isRepetition(text) ||
  isRuns(text) ||
  isDressedWord(text)

/** Words of the person that a guesser knows too: the email before the @, its parts, and the names. */
const ownWords = ({ email, name = '' }: Whose) => {
  const local = plain(email).split('@')[0] ?? ''
  return [local, ...local.split(/[^\p{L}]+/u), ...plain(name).split(/\s+/), 'portico'].filter(
    word => word.length >= SHORTEST_NAME,
  )
}

/** Why it is not good enough; undefined when it is. Length counts in code points, as typed. */
export const passwordFault = (password: string, whose: Whose): string | undefined => {
  const length = [...password].length
  if (length < SHORTEST) return `Use ${SHORTEST} characters or more.`
  if (length > LONGEST) return `Use ${LONGEST} characters or fewer.`
  const text = plain(password)
  if (isCommon(text))
    return 'This is one of the first passwords that anybody would try. Choose another, such as four random words.'
  if (ownWords(whose).some(word => text.includes(word)))
    return 'Leave your email, your name and the word Portico out of it: those are tried first.'
  return undefined
}

/** @throws Problem 400 at the field `password` */
export const checkNewPassword = (password: string, whose: Whose) => {
  const fault = passwordFault(password, whose)
  if (fault) throw badRequest(`password: ${fault}`, 'password')
}
