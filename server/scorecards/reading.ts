/** Reads descriptors without stalling other requests: small ones at once, large ones in a thread. */
import { Threads } from '../descriptors/threads.ts'
import { type Described, describe } from './descriptor.ts'

/** About 15 ms of work; up to here the way to a thread and back is not worth it. */
const MOST_CHARACTERS_HERE = 32 * 1024

const threads = new Threads(new URL('./reading-thread.ts', import.meta.url), { threads: 1 })

export const describeSoon = async (text: string): Promise<Described> =>
  text.length <= MOST_CHARACTERS_HERE ? describe(text) : threads.run<Described>('describe', text)
