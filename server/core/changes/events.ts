/**
 * What slices make known of what they did, in the transaction in which they did it. Those who notify people or other systems subscribe,
 * and nobody imports them.
 */
import type { Db } from '../db/database.ts'
import type { Entry } from './entry.ts'

/** Name → what is known of it, never a secret. A slice adds its own with `declare module`. */
export interface Events {
  /** Every write, as its audit row says. */
  write: Entry
}

/** Within which transaction, when and from where something happened; and whether mail is set up, for nothing is written for nobody to send. */
export type EventContext = {
  readonly db: Db
  readonly now: number
  readonly address: string
  readonly client: string
  readonly hasMail: boolean
}

/** Lets every subscriber know of an event; what one of them throws undoes the transaction. */
export type Raise = <K extends keyof Events>(name: K, event: Events[K]) => Promise<void>

export type Subscribers = {
  readonly [K in keyof Events]?: (event: Events[K], context: EventContext) => Promise<void>
}

export type RaiserOf = (context: EventContext) => Raise

/** Calls the subscribers in this order, one after the other. */
export const raiserOf =
  (subscribers: readonly Subscribers[]): RaiserOf =>
  context =>
  async (name, event) => {
    for (const subscriber of subscribers) await subscriber[name]?.(event, context)
  }
