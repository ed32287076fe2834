/** One flush after the other of what is gathered in memory. */
export type Flushing = {
  readonly flush: () => Promise<void>
  /** Begins a flush where it is full; once, for while nothing can be stored every further entry would try again. */
  readonly whenFull: () => void
}

export const flushing = (flushOnce: () => Promise<void>, isFull: () => boolean): Flushing => {
  let last: Promise<void> = Promise.resolve()
  let isTried = false

  const flush = () => {
    last = last
      .catch(() => {})
      .then(flushOnce)
      .then(() => {
        isTried = false
      })
    return last
  }

  return {
    flush,
    whenFull() {
      if (isTried || !isFull()) return
      isTried = true
      flush().catch(() => {})
    },
  }
}
