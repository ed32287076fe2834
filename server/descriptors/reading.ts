/** The one way in which text that a client sent is read as YAML: simple texts at once, others on threads. */
import { holderOf } from '../access/actor.ts'
import { networkOf } from '../access/addresses.ts'
import type { Context } from '../http/mount.ts'
import { isSimple } from './scan.ts'
import { type Caller, type Limits, Threads } from './threads.ts'

export type Reader = Caller & {
  /** Asked after a wait, in which authority may have ended. @throws Problem 401 or 403 */
  readonly stillAllowed: () => Promise<void>
}

/** Who waits for a document: a person with all their credentials, a key, or a stranger's network. */
export const readerFor = ({ actor, address, hangUp, stillAllowed }: Context): Reader => ({
  who: ('user' in actor ? actor.user?.id : undefined) ?? holderOf(actor) ?? networkOf(address),
  signal: hangUp(),
  stillAllowed,
})

const isText = (value: unknown): value is string => typeof value === 'string'

/**
 * Reads with the threads of that module. A task is a function that the module answers under the function's own name.
 */
export const readerOf = (file: URL, limits: Partial<Limits> = {}) => {
  const threads = new Threads(file, limits)
  return async <Args extends readonly unknown[], T>(
    reader: Reader,
    task: (...args: Args) => T,
    ...args: Args
  ): Promise<T> => {
    const texts = args.filter(isText)
    if (isSimple(texts)) return task(...args)
    const value = await threads.run<T>(reader, task.name, ...args)
    await reader.stillAllowed()
    return value
  }
}
