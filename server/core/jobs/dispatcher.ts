/** Begins what is due, so many things at once: one that hangs keeps a place, and the others go on beside it. */
import type { Database } from '../db/database.ts'

export type JobParts = { readonly database: Database; readonly clock: () => number }

export type Source = {
  /** The most that is under way at once. */
  readonly atOnce: number
  /** Claims the next thing that is due, and answers what does it; nothing where nothing is due. */
  readonly next: (parts: JobParts) => Promise<(() => Promise<void>) | undefined>
}

export type Dispatcher = {
  /** Looks at once for what is due. */
  wake(): void
  /** Resolves once nothing is under way and nothing more is begun, with the number of things begun so far. */
  settled(): Promise<number>
}

type Parts = JobParts & { readonly isStopping: () => boolean; readonly fault: (error: unknown) => void }

/** Looks when woken, and whenever something that it began has ended. */
export const dispatcherOf = ({ atOnce, next }: Source, { isStopping, fault, ...parts }: Parts): Dispatcher => {
  const underWay = new Set<Promise<void>>()
  let begun = 0
  let isWanted = false
  let isLooking = false
  let looking = Promise.resolve()

  const begin = (work: () => Promise<void>) => {
    begun++
    const one = work()
      .catch(fault)
      .finally(() => {
        underWay.delete(one)
        wake()
      })
    underWay.add(one)
  }

  const beginDue = async () => {
    while (!isStopping() && underWay.size < atOnce) {
      const work = await next(parts)
      if (!work) return
      begin(work)
    }
  }

  const look = async () => {
    do {
      isWanted = false
      await beginDue().catch(fault)
    } while (isWanted && !isStopping())
    isLooking = false
  }

  const wake = () => {
    isWanted = true
    if (isLooking) return
    isLooking = true
    looking = look()
  }

  return {
    wake,
    async settled() {
      while (isLooking || underWay.size > 0) await Promise.race(isLooking ? [looking, ...underWay] : underWay)
      return begun
    },
  }
}
