/** Requests per minute, counted in memory on this node: bounded, and nothing to clean up by timers. */
import { setTimeout as sleep } from 'node:timers/promises'
import { boundedMap, type Counts, countsPer } from '../../core/callers/windows.ts'

const MINUTE = 60_000

/** At most so many for each key in a minute that begins with its first; 0 is without a limit. */
export const limitPerMinute = (perMinute: number, mostKeys?: number) => countsPer(MINUTE, perMinute, mostKeys)

const LONGEST_BLOCK_MS = 15 * MINUTE
/** After this long without a guess, an address starts from zero. */
const FORGIVEN_AFTER_MS = 60 * MINUTE

export type CountsWithBlocks = Counts & {
  /** The seconds that a key still waits; undefined where it does not. Counts nothing. */
  blocked(key: string, now: number): number | undefined
}

/** Like `limitPerMinute`, but who goes on beyond the limit waits a minute, then two, four … up to a quarter of an hour. */
export const limitWithBackOff = (perMinute: number, mostKeys = 50_000): CountsWithBlocks => {
  const counts = limitPerMinute(perMinute, mostKeys)
  const blocks = boundedMap<{ since: number; until: number; strikes: number }>(mostKeys)
  const blocked = (key: string, now: number) => {
    const block = blocks.get(key)
    return block && now >= block.since && now < block.until ? Math.ceil((block.until - now) / 1000) : undefined
  }
  return {
    blocked,
    take(key, now) {
      const wait = blocked(key, now)
      if (wait !== undefined) return wait
      const block = blocks.get(key)
      if (counts.take(key, now) === undefined) return undefined
      const isForgiven = !block || now < block.since || now - block.until >= FORGIVEN_AFTER_MS
      const strikes = isForgiven ? 1 : block.strikes + 1
      const length = Math.min(MINUTE * 2 ** (strikes - 1), LONGEST_BLOCK_MS)
      blocks.set(key, { since: now, until: now + length, strikes })
      return length / 1000
    },
    giveBack: counts.giveBack,
  }
}

/** Lets a moment pass, for `most` callers at a time; the others are not held: waiting must not become the cost. */
export const holdBack = (milliseconds: number, most: number) => {
  let held = 0
  return async () => {
    if (held >= most) return
    held++
    await sleep(milliseconds).finally(() => {
      held--
    })
  }
}

/**
 * Has callers wait in line, of whom `perTurn` go on in each turn of the event loop: however many there are, those who do not
 * wait here are served in between. A line of `most` is long enough: later callers go on at once.
 */
export const waitInLine = (perTurn: number, most: number) => {
  const line: (() => void)[] = []
  const serve = () => {
    for (const goOn of line.splice(0, perTurn)) goOn()
    if (line.length > 0) setImmediate(serve)
  }
  return () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (line.length >= most) resolve()
    else if (line.push(resolve) === 1) setImmediate(serve)
    return promise
  }
}
