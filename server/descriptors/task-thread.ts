/** The inside of a thread of `threads.ts`: takes orders and answers them, one at a time. */
import { parentPort } from 'node:worker_threads'
import type { Order, Outcome } from './threads.ts'

/** Makes this module's thread answer these tasks. */
export const answerTasks = (tasks: Record<string, (...args: never[]) => unknown>) => {
  parentPort?.on('message', ({ task, args }: Order) => {
    parentPort?.postMessage(outcomeOf(tasks[task], args))
  })
}

const outcomeOf = (task: ((...args: never[]) => unknown) | undefined, args: readonly unknown[]): Outcome => {
  if (!task) return { error: 'there is no such task' }
  try {
    return { value: task(...(args as never[])) } // both ends are of one build; `run` names the task it wants
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
