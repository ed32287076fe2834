/** The event for every stored descriptor, in the transaction that stores it. */
import type { Actor } from '../../core/callers/actor.ts'

export type WrittenDescriptor = {
  readonly id: string
  /** The version of the entity with this text. */
  readonly version: number
  readonly source: string
  /** The text that it replaces; absent for a new entity. */
  readonly before?: { readonly version: number; readonly at: number; readonly source: string }
}

/** The source of a descriptor, if it isn't clear from the caller's credential. */
export type WrittenHow = 'IMPORT' | 'RESTORE'

export type WrittenDescriptors = {
  readonly actor: Actor
  readonly how: WrittenHow | undefined
  /** Each has a changed text. */
  readonly descriptors: readonly WrittenDescriptor[]
}

declare module '../../core/changes/events.ts' {
  interface Events {
    descriptors: WrittenDescriptors
  }
}
