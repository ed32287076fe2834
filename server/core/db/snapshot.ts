/**
 * The reads of one turn of the event loop share one snapshot of an SQLite file: taking and leaving its locks for each statement costs
 * more than most statements do.
 */
import type { DatabaseSync } from 'node:sqlite'

/** What another process commits is seen within this time, however long the turn is. */
const LONGEST_MS = 1

export type Snapshot = {
  /** Call before each read. */
  readonly share: () => void
  /** Reads from here on see what is committed by now. Call after each commit of this process. */
  readonly end: () => void
}

export const snapshotOn = (connection: DatabaseSync): Snapshot => {
  const [begin, commit] = [connection.prepare('begin'), connection.prepare('commit')]
  let began = 0
  const end = () => {
    if (connection.isTransaction) commit.run()
  }
  const endOfTurn = () => {
    if (connection.isOpen) end()
  }
  return {
    share() {
      const now = performance.now()
      if (connection.isTransaction && now - began < LONGEST_MS) return
      end()
      began = now
      begin.run()
      setImmediate(endOfTurn)
    },
    end,
  }
}
