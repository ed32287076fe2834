/**
 * SQLite answers without leaving the current turn of the event loop, so work of many statements, or many writers in a row, would
 * keep every timer and every other request waiting. This gives way to them from time to time.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { instant } from './turns.ts'

const LONGEST_TURN_MS = 10

/** Undefined while there is no need to wait. */
export type Breathe = () => Promise<unknown> | undefined

export const breather = (): Breathe => {
  let since: number | undefined
  const hasTurned = () => {
    since = undefined
  }
  return () => {
    const now = instant()
    if (since !== undefined) return now - since > LONGEST_TURN_MS ? nextTurn() : undefined
    since = now
    setImmediate(hasTurned)
    return undefined
  }
}
