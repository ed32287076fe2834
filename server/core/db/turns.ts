/** Those who get in each other's way wait for each other in this process, in the order they came, each no longer than it may. */
import { Unavailable } from './failures.ts'

/** How long a request waits for a lock, a connection or another attempt: all of it together. */
export const LONGEST_WAIT_MS = 5_000

/** Milliseconds of a clock that nobody sets. */
export const instant = () => performance.now()

export type Turn = {
  /** It got in another's way: from now on, half as many go on at once. */
  collided(): void
  /** It got in nobody's way: from now on, a little more may be tried at once. */
  succeeded(): void
  /** Passes the turn on. */
  leave(): void
}

export type Turns = {
  /** `first`: before all who wait already. @throws Unavailable where the turn has not come by `until` */
  enter(key: string, until: number, first?: boolean): Promise<Turn>
}

type Lane = { most: number; running: number; readonly waiting: (() => void)[] }

/** What each success adds to how many may run at once: a hot row is tried by two at once now and then, and no more often. */
const STEP = 1 / 16

/**
 * How many go on at once with the same key (`atOnce` to begin with) is found out as a sender finds out what a network carries: each
 * collision halves it, each success adds a little. Writers of one row end up one after the other; those who merely share a key hardly
 * notice.
 */
export const turns = ({ atOnce = Number.POSITIVE_INFINITY } = {}): Turns => {
  const lanes = new Map<string, Lane>()

  const laneOf = (key: string): Lane => {
    const known = lanes.get(key)
    if (known) return known
    const made = { most: atOnce, running: 0, waiting: [] }
    lanes.set(key, made)
    return made
  }

  const letIn = (key: string, lane: Lane) => {
    while (lane.running < Math.floor(lane.most) && lane.waiting.length > 0) {
      lane.running++
      lane.waiting.shift()?.()
    }
    if (lane.running === 0 && lane.waiting.length === 0) lanes.delete(key)
  }

  const wait = ({ waiting }: Lane, until: number, first: boolean) =>
    new Promise<void>((resolve, reject) => {
      const mine = () => {
        clearTimeout(timer)
        resolve()
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(mine), 1)
        reject(new Unavailable('busy'))
      }
      const timer = setTimeout(giveUp, Math.max(0, until - instant()))
      if (first) waiting.unshift(mine)
      else waiting.push(mine)
    })

  return {
    async enter(key, until, first = false) {
      const lane = laneOf(key)
      if (lane.running < Math.floor(lane.most)) lane.running++
      else await wait(lane, until, first)
      return {
        collided() {
          lane.most = Math.max(1, Math.min(lane.most, lane.running) / 2)
        },
        succeeded() {
          lane.most += STEP
        },
        leave() {
          lane.running--
          letIn(key, lane)
        },
      }
    },
  }
}
