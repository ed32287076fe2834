import { randomBytes, randomInt } from 'node:crypto'

export type IdPrefix = 'us' | 'ro' | 'pt' | 'ak' | 'ss' | 'li' | 'en' | 'sc' | 'au' | 'no' | 'wh' | 'wd' | 'dw' | 'vw'

/** A new identifier: two letters and 16 hex characters, 18 in all, as Cortex's are. */
export const newId = (prefix: IdPrefix) => prefix + randomBytes(8).toString('hex')

const TIME_LENGTH = 11
const COUNTER_LENGTH = 5
const COUNTERS = 16 ** COUNTER_LENGTH

let counter = randomInt(COUNTERS)
let last = 0

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0')

/** An identifier that sorts after every one this process made before: for rows that are read in the order they were written. */
export const newOrderedId = (prefix: IdPrefix) => {
  const now = Math.max(last, Date.now())
  counter = (counter + 1) % COUNTERS
  last = counter === 0 ? now + 1 : now
  return prefix + hex(last, TIME_LENGTH) + hex(counter, COUNTER_LENGTH)
}
