/** Versions are read and compared on other threads than requests: 2 MB with many differences take half a second. */
import { unavailable } from '../../core/problems/problems.ts'
import { type Caller, Threads } from '../../core/threads/threads.ts'
import type { Blamed, blameVersions, Compared, Counted, compareVersions, countChanges, textOf } from './compare.ts'
import type { PackedVersion } from './read.ts'

const threads = new Threads(new URL('./compare-thread.ts', import.meta.url), {
  cpuMs: 5_000,
  memoryMb: 512,
  tooMuch: () => unavailable('Comparing these versions takes too long. Compare others, or read their texts.'),
  tooMany: () => unavailable('Too many versions are waiting to be compared. Try again in a few seconds.'),
})

const BLAME = {
  name: 'blameVersions' satisfies typeof blameVersions.name,
  cpuMs: 10_000,
  tooMuch: () => unavailable('Determining which version each line came with takes too long. Compare versions instead.'),
}

/** Undefined if it is damaged. @throws Problem 499 or 503, as the others here */
export const textSoon = (caller: Caller, version: PackedVersion): Promise<ReturnType<typeof textOf>> =>
  threads.run(caller, 'textOf', version)

export const countSoon = (caller: Caller, ...args: Parameters<typeof countChanges>): Promise<Counted[]> =>
  threads.run(caller, 'countChanges', ...args)

export const compareSoon = (caller: Caller, ...args: Parameters<typeof compareVersions>): Promise<Compared> =>
  threads.run(caller, 'compareVersions', ...args)

export const blameSoon = (caller: Caller, ...args: Parameters<typeof blameVersions>): Promise<Blamed> =>
  threads.run(caller, BLAME, ...args)
