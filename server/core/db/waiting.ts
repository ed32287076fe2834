/**
 * What waits in memory to be stored, rows that are alike being one. There are at most so many: beyond that the oldest are folded into
 * rows that say less, so that memory stays bounded while the disk is away and still everything is counted.
 */
type Kind<Row> = {
  readonly most: number
  readonly keyOf: (row: Row) => string
  /** Adds the second to the first. */
  readonly add: (into: Row, row: Row) => void
  /** The row as one that tells less apart; undefined where there is nothing left to leave out. */
  readonly coarser: (row: Row) => Row | undefined
}

export type Waiting<Row> = {
  /** The one with this key, to be added to. */
  find(key: string): Row | undefined
  put(row: Row): void
  /** Takes all of them, the oldest first. */
  take(): Row[]
  /** Those that could not be stored are the oldest again. */
  putBack(rows: readonly Row[]): void
  readonly size: () => number
}

/** Foldings at once: the first time there may be as many as there are rows, and others wait for that. */
const MOST_FOLDINGS = 100

export const OTHERS = '(others)'

export const waitingRows = <Row extends object>({ most, keyOf, add, coarser }: Kind<Row>): Waiting<Row> => {
  let whole = new Map<string, Row>()
  let folded = new Map<string, Row>()
  const areFolded = new WeakSet<Row>()

  const merge = (row: Row) => {
    const [rows, key] = [areFolded.has(row) ? folded : whole, keyOf(row)]
    const known = rows.get(key)
    if (known) add(known, row)
    else rows.set(key, row)
  }

  const foldOldestOf = (rows: Map<string, Row>) => {
    for (const [key, row] of rows) {
      rows.delete(key)
      const less = coarser(row) ?? row
      areFolded.add(less)
      return merge(less)
    }
  }

  /** What is whole first: what was folded is folded again only where that alone is half of what there may be. */
  const fold = () => {
    for (let count = 0; whole.size + folded.size > most && count < MOST_FOLDINGS; count++)
      foldOldestOf(2 * folded.size > most || whole.size === 0 ? folded : whole)
  }

  const take = () => {
    const taken = [...folded.values(), ...whole.values()]
    folded = new Map()
    whole = new Map()
    return taken
  }

  return {
    find: key => whole.get(key),
    put(row) {
      merge(row)
      fold()
    },
    take,
    putBack(old) {
      const newer = take()
      for (const row of [...old, ...newer]) merge(row)
      fold()
    },
    size: () => whole.size + folded.size,
  }
}
