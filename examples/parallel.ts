/** Works on several things at once, in the order in which they come. The first error ends all of it. */
export const inParallel = async <T>(
  items: Iterable<T> | AsyncIterable<T>,
  many: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  let isOver = false
  const worker = async () => {
    while (!isOver) {
      const next = await iterator.next()
      if (next.done) return
      await work(next.value)
    }
  }
  const workers = Array.from({ length: many }, () =>
    worker().catch(error => {
      isOver = true
      throw error
    }),
  )
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/** Neighbors with the same key, together. */
export async function* grouped<T>(items: AsyncIterable<T>, keyOf: (item: T) => string): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of items) {
    const [first] = group
    if (first !== undefined && keyOf(first) !== keyOf(item)) {
      yield group
      group = []
    }
    group.push(item)
  }
  if (group.length > 0) yield group
}

/** Up to `size` at once. */
export const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
