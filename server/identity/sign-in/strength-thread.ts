/** The thread that estimates how many guesses a password takes; `strength.ts` gives it its orders. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { answerTasks } from '../../core/threads/task-thread.ts'

/** Phrases that everybody knows, some of them as examples of good passwords. Their words alone would look strong. */
const FAMOUS = [
  'correcthorsebatterystaple',
  'troubador',
  'thequickbrownfox',
  'thequickbrownfoxjumpsoverthelazydog',
  'loremipsumdolorsitamet',
  'tobeornottobe',
  'tobeornottobethatisthequestion',
  'maytheforcebewithyou',
  'allyourbasearebelongtous',
  'itwasthebestoftimes',
  'inthebeginningwastheword',
  'openthepodbaydoorshal',
  'winteriscoming',
  'iamyourfather',
  'illbeback',
  'helloworld',
]

const estimator = new ZxcvbnFactory({
  dictionary: { ...common, ...english, famous: FAMOUS },
  graphs: adjacencyGraphs,
  l33tMaxSubstitutions: 10,
})

/** The cost grows faster than the length, so a long password is judged by its beginning and, where that is weak, by its end. */
const PIECE = 32
const ENOUGH = 12

const guessesOf = (text: string): number => {
  const first = estimator.check(text.slice(0, PIECE)).guessesLog10
  return text.length <= PIECE || first > ENOUGH
    ? first
    : Math.max(first, estimator.check(text.slice(-PIECE)).guessesLog10)
}

const SEPARATORS = /[\s_.,;:/-]+/g

const EDGES = /^[^\p{L}]+|[^\p{L}]+$/gu
/** Years, digits and marks around a word are tried in few forms: four guesses for each character, not ten or more. */
const PER_EDGE = Math.log10(4)

/** What is left of a dressed word such as `2026!dragon!!`, and what the dress adds. */
const undressed = (text: string): number => {
  const core = text.replace(EDGES, '')
  return core === '' ? Number.POSITIVE_INFINITY : guessesOf(core) + PER_EDGE * (text.length - core.length)
}

/** The logarithm to base 10 of the guesses. A guesser also tries it without what stands between the words, and around them. */
const guessesLog10 = (text: string): number =>
  Math.min(guessesOf(text), guessesOf(text.replace(SEPARATORS, '')), undressed(text))

answerTasks({ guessesLog10 })
