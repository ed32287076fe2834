/** Those who want the same thing wait for each other in this process, in the order they came, each no longer than it may. */
import { Unavailable } from './failures.ts'

/** How long a request waits for a lock, a connection or another attempt: all of it together. */
export const LONGEST_WAIT_MS = 5_000

/** Milliseconds of a clock that nobody sets. */
export const instant = () => performance.now()

export type Turns = {
  /** Resolves with the function that passes the turn on. @throws Unavailable where the turn has not come by `until` */
  take(key: string, until: number): Promise<() => void>
  isTaken(key: string): boolean
}

export const turns = (): Turns => {
  const waiting = new Map<string, (() => void)[]>()

  const pass = (key: string) => {
    const next = waiting.get(key)?.shift()
    if (next) next()
    else waiting.delete(key)
  }

  const take = async (key: string, until: number) => {
    const queue = waiting.get(key)
    if (queue)
      await new Promise<void>((resolve, reject) => {
        const mine = () => {
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(
          () => {
            queue.splice(queue.indexOf(mine), 1)
            reject(new Unavailable('busy'))
          },
          Math.max(0, until - instant()),
        )
        queue.push(mine)
      })
    else waiting.set(key, [])
    return () => pass(key)
  }

  return { take, isTaken: key => waiting.has(key) }
}
