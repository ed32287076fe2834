/** Counts per key in a window of time, in memory on this node and bounded. */

export type Counts = {
  /** Counts one; undefined when it is within the limit, else the seconds until another may be. */
  take(key: string, now: number): number | undefined
  /** Takes one back that turned out not to count. */
  giveBack(key: string): void
}

/** A map that forgets what was set first once it holds `most`, so that strangers cost a fixed amount of memory. */
export const boundedMap = <V>(most: number) => {
  const map = new Map<string, V>()
  return {
    get: (key: string) => map.get(key),
    set: (key: string, value: V) => {
      map.delete(key)
      for (const oldest of map.keys()) {
        if (map.size < most) break
        map.delete(oldest)
      }
      map.set(key, value)
    },
    size: () => map.size,
  }
}

const MOST_KEYS = 50_000

/** At most `most` for each key in `windowMs`, which begins with the key's first; 0 is without a limit. */
export const countsPer = (windowMs: number, most: number, mostKeys = MOST_KEYS): Counts => {
  const windows = boundedMap<{ began: number; count: number }>(mostKeys)
  return {
    take(key, now) {
      if (most === 0) return undefined
      const window = windows.get(key)
      if (!window || now - window.began >= windowMs || now < window.began) {
        windows.set(key, { began: now, count: 1 })
        return undefined
      }
      window.count++
      return window.count <= most ? undefined : Math.max(1, Math.ceil((window.began + windowMs - now) / 1000))
    },
    giveBack(key) {
      const window = windows.get(key)
      if (window) window.count--
    },
  }
}
