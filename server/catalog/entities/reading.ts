/** Reads descriptors without stalling other requests. */

import type { Caller } from '../../core/threads/threads.ts'
import { placed } from '../descriptors/placed.ts'
import { readerOf } from '../descriptors/reading.ts'
import type { Violation } from '../descriptors/violations.ts'
import { type Described, describe, descriptorJson, type Tagged, tagIn } from './descriptor.ts'
import { type MergeOptions, type Patched, patch } from './merge.ts'

const read = readerOf(new URL('./reading-thread.ts', import.meta.url))

export const describeSoon = (reader: Caller, text: string): Promise<Described> => read(reader, describe, text)

export const tagInSoon = (reader: Caller, text: string): Promise<Tagged> => read(reader, tagIn, text)

export const patchSoon = (
  reader: Caller,
  merge: { existing: string | undefined; text: string; options: MergeOptions },
): Promise<Patched> => read(reader, patch, merge.existing, merge.text, merge.options)

export const descriptorJsonSoon = (reader: Caller, text: string): Promise<string> => read(reader, descriptorJson, text)

/** The violations with their lines in the text. */
export const placedSoon = (reader: Caller, text: string, violations: readonly Violation[]): Promise<Violation[]> =>
  read(reader, placed, text, violations)
