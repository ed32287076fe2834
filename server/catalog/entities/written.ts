/** What subscribers learn of every descriptor that is stored, in the transaction that stores it. */
import type { Actor } from '../../core/callers/actor.ts'

export type WrittenDescriptor = {
  readonly id: string
  /** Of the entity, from this text on. */
  readonly version: number
  readonly source: string
  /** What it replaces; absent for a new entity. */
  readonly before?: { readonly version: number; readonly at: number; readonly source: string }
}

/** How a descriptor came in, where the kind of the caller's credential does not say it. */
export type WrittenHow = 'IMPORT' | 'RESTORE'

export type WrittenDescriptors = {
  readonly actor: Actor
  readonly how: WrittenHow | undefined
  /** Each with another text than before. */
  readonly descriptors: readonly WrittenDescriptor[]
}

declare module '../../core/changes/events.ts' {
  interface Events {
    descriptors: WrittenDescriptors
  }
}
