/** Requests per minute, counted in memory on this node: bounded, and nothing to clean up by timers. */
import { setTimeout as sleep } from 'node:timers/promises'

const MINUTE = 60_000

export type Limit = {
  /** Counts one; undefined when it is within the limit, else the seconds until another may be. */
  take(key: string, now: number): number | undefined
}

const UNLIMITED: Limit = { take: () => undefined }

/**
 * At most `perMinute` for each key in a minute that begins with its first. Remembers `mostKeys` keys: when there are more, the
 * one whose minute began first is forgotten, so a stranger with many addresses costs a fixed amount of memory.
 */
export const limitPerMinute = (perMinute: number, mostKeys = 50_000): Limit => {
  if (perMinute === 0) return UNLIMITED
  const windows = new Map<string, { began: number; count: number }>()
  const begin = (key: string, now: number) => {
    windows.delete(key)
    for (const oldest of windows.keys()) {
      if (windows.size < mostKeys) break
      windows.delete(oldest)
    }
    windows.set(key, { began: now, count: 1 })
  }
  return {
    take(key, now) {
      const window = windows.get(key)
      if (!window || now - window.began >= MINUTE || now < window.began) {
        begin(key, now)
        return undefined
      }
      window.count++
      return window.count <= perMinute ? undefined : Math.max(1, Math.ceil((window.began + MINUTE - now) / 1000))
    },
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
 * wait here are served in between. A line of `most` is long enough: whoever comes then goes on at once.
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

/** Addresses that one stranger controls count as one: an IPv6 address counts by its /64. */
export const networkOf = (address: string): string => {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - after.length
  return [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...after]
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')
}
