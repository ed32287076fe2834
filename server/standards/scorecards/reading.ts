/** Reads descriptors without stalling other requests. */
import { readerOf } from '../../catalog/descriptors/reading.ts'
import type { Caller } from '../../core/threads/threads.ts'
import { type Described, describe } from './descriptor.ts'

const read = readerOf(new URL('./reading-thread.ts', import.meta.url), { threads: 1 })

export const describeSoon = (reader: Caller, text: string): Promise<Described> => read(reader, describe, text)
