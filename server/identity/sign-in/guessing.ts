/**
 * Slows down guessing of passwords without ever locking anybody out: an address gets so many tries a minute, and an account that
 * strangers guess at answers them later and later, up to a few seconds. An address from which the account was used before has a
 * count of its own there, so that strangers do not slow its owner. Per node, in memory, bounded.
 */
import { networkOf } from '../../core/callers/addresses.ts'
import { boundedMap, countsPer } from '../../core/callers/windows.ts'
import { tooManyRequests } from '../../core/problems/problems.ts'

const MINUTE = 60_000
const FORGET_MS = 15 * MINUTE
const FREE_TRIES = 3
const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 4_000
/** Tries that may wait at one account at a time; without it, patience in parallel would undo the delay. */
const MOST_WAITING = 20
const MOST_ACCOUNTS = 50_000

export type Guess = {
  /** The email that was typed, in the form that emails are compared in, whether or not someone has it. */
  readonly account: string
  readonly address: string
  /** Whether that account was used from that address before; asked only when it matters. */
  readonly isKnownAddress: () => Promise<boolean>
}

export type Guessing = {
  /** Counts a try from this address, before anything of it is read. @throws Problem 429 */
  count(address: string): void
  /** Takes back a counted try that was right. */
  forgive(address: string): void
  /** Waits as long as a counted guess at an account must wait. The answer is called when the guess was right. @throws Problem 429 */
  begin(guess: Guess): Promise<() => void>
}

type Parts = {
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<unknown>
  /** Failed tries a minute per address; 0 is off. */
  readonly perMinute: number
}

export const delayAfter = (tries: number) =>
  tries < FREE_TRIES ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - FREE_TRIES))

type Tries = { count: number; last: number; waiting: number }

export const guessingOf = ({ clock, sleep, perMinute }: Parts): Guessing => {
  const perAddress = countsPer(MINUTE, perMinute)
  const accounts = boundedMap<Tries>(MOST_ACCOUNTS)

  const triesAt = (key: string): Tries => {
    const known = accounts.get(key)
    return known && clock() - known.last < FORGET_MS ? known : { count: 0, last: clock(), waiting: 0 }
  }

  const count = (address: string) => {
    const wait = perAddress.take(networkOf(address), clock())
    if (wait !== undefined)
      throw tooManyRequests(wait, `Too many failed attempts from this address. Try again in ${wait} seconds.`)
  }

  const forgive = (address: string) => perAddress.giveBack(networkOf(address))

  /** A try counts before its outcome is known: many at once must not all find the count at nought. */
  const waitAt = async (key: string) => {
    const tries = triesAt(key)
    const delay = delayAfter(tries.count)
    tries.count++
    tries.last = clock()
    accounts.set(key, tries)
    if (delay === 0) return
    if (tries.waiting >= MOST_WAITING)
      throw tooManyRequests(
        LONGEST_DELAY_MS / 1000,
        'There are too many attempts to sign in to this account. Try again in a few seconds.',
      )
    tries.waiting++
    await sleep(delay).finally(() => {
      tries.waiting--
    })
  }

  return {
    count,
    forgive,
    async begin({ account, address, isKnownAddress }) {
      const isSlowed = delayAfter(triesAt(account).count) > 0
      const key = isSlowed && (await isKnownAddress()) ? `${account} ${networkOf(address)}` : account
      await waitAt(key)
      return () => {
        forgive(address)
        const tries = accounts.get(key)
        if (tries) tries.count--
      }
    },
  }
}

declare module '../../core/services/services.ts' {
  interface Services {
    readonly guessing: Guessing
  }
}
