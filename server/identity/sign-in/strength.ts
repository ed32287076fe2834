/**
 * How many guesses a password takes, as someone with lists of leaked passwords, names and words would make them. The lists are
 * loaded when they are first needed, and an estimate takes up to a second: both happen on a thread of their own.
 */

import { Problem, unavailable } from '../../core/problems/problems.ts'
import { Threads } from '../../core/threads/threads.ts'

const threads = new Threads(new URL('./strength-thread.ts', import.meta.url), {
  threads: 1,
  memoryMb: 256,
  cpuMs: 10_000, // the first order loads the lists
})

/** The logarithm to base 10. `text` is short: the caller checked its length. @throws Problem 503 when it takes too long */
export const guessesLog10 = (text: string): Promise<number> =>
  threads.run<number>({ who: 'passwords' }, 'guessesLog10', text).catch(error => {
    throw error instanceof Problem
      ? unavailable('The password could not be checked right now. Try again in a few seconds.')
      : error
  })
