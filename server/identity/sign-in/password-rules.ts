/** What a new password must be: long, not the person's own words, and not soon guessed by someone with lists. */
import { badRequest } from '../../core/problems/problems.ts'
import { guessesLog10 } from './strength.ts'

export const SHORTEST = 12
export const LONGEST = 128
const SHORTEST_NAME = 4
/** 10^9 guesses: at the price of argon2id, about a year of one processor. What is leaked, or two common words, takes far fewer. */
const FEWEST_GUESSES_LOG10 = 9

export type Owner = { readonly email: string; readonly name?: string | undefined }

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/** Words of the person that a guesser knows too: the email before the @, its parts, and the names. */
const ownWords = ({ email, name = '' }: Owner) => {
  const local = plain(email).split('@')[0] ?? ''
  return [local, ...local.split(/[^\p{L}]+/u), ...plain(name).split(/\s+/), 'portico'].filter(
    word => word.length >= SHORTEST_NAME,
  )
}

/**
 * Why it is not good enough; undefined when it is. Length counts in code points, as typed.
 * @throws Problem 503 when it could not be checked in time
 */
export const passwordFault = async (password: string, owner: Owner): Promise<string | undefined> => {
  const length = [...password].length
  if (length < SHORTEST) return `Use ${SHORTEST} characters or more.`
  if (length > LONGEST) return `Use ${LONGEST} characters or fewer.`
  const text = plain(password)
  if (ownWords(owner).some(word => text.includes(word)))
    return "Don't use your email, your name, or the word Portico: attackers try those first."
  if ((await guessesLog10(text)) < FEWEST_GUESSES_LOG10)
    return 'This password is easy to guess: it is a common password, or consists of common words, names, dates, or adjacent keys. Try four random words.'
  return undefined
}

/** @throws Problem 400 at the field `password` */
export const checkNewPassword = async (password: string, owner: Owner) => {
  const fault = await passwordFault(password, owner)
  if (fault) throw badRequest(`password: ${fault}`, 'password')
}
