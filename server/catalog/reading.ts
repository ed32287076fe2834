/** Reads descriptors without stalling other requests: small ones at once, large ones in a thread. */
import { Threads } from '../descriptors/threads.ts'
import { type Described, describe, descriptorJson, type Tagged, tagIn } from './descriptor.ts'
import { type MergeOptions, type Patched, patch } from './merge.ts'

/** About 15 ms of work; up to here the way to a thread and back is not worth it. */
const MOST_CHARACTERS_HERE = 32 * 1024

const threads = new Threads(new URL('./reading-thread.ts', import.meta.url))

const isSmall = (...texts: (string | undefined)[]) =>
  texts.reduce((sum, text) => sum + (text?.length ?? 0), 0) <= MOST_CHARACTERS_HERE

export const describeSoon = async (text: string): Promise<Described> =>
  isSmall(text) ? describe(text) : threads.run<Described>('describe', text)

export const tagInSoon = async (text: string): Promise<Tagged> =>
  isSmall(text) ? tagIn(text) : threads.run<Tagged>('tagIn', text)

export const patchSoon = async (existing: string | undefined, text: string, options: MergeOptions): Promise<Patched> =>
  isSmall(existing, text) ? patch(existing, text, options) : threads.run<Patched>('patch', existing, text, options)

export const descriptorJsonSoon = async (text: string): Promise<string> =>
  isSmall(text) ? descriptorJson(text) : threads.run<string>('descriptorJson', text)
