/** The one way in which text that a client sent is read as YAML: simple texts at once, others on threads. */
import type { Context } from '../../core/http/mount.ts'
import { callerOf } from '../../core/threads/caller.ts'
import { type Caller, type Limits, Threads } from '../../core/threads/threads.ts'
import { isSimple } from './scan.ts'

export const readerFor = (context: Context): Caller => callerOf(context, context.stillAllowed)

const isText = (value: unknown): value is string => typeof value === 'string'

/**
 * Reads with the threads of that module. A task is a function that the module answers under the function's own name.
 */
export const readerOf = (file: URL, limits: Partial<Limits> = {}) => {
  const threads = new Threads(file, limits)
  return async <Args extends readonly unknown[], T>(
    reader: Caller,
    task: (...args: Args) => T,
    ...args: Args
  ): Promise<T> => {
    const texts = args.filter(isText)
    if (isSimple(texts)) return task(...args)
    const value = await threads.run<T>(reader, task.name, ...args)
    await reader.stillAllowed?.()
    return value
  }
}
