/** The inside of a thread of `threads.ts`: takes orders and answers them, one at a time. */
import { parentPort } from 'node:worker_threads'
import { onUnreadable } from '../db/rows.ts'
import { failureOf, stackOf } from './failure.ts'
import type { Began, Order, Outcome } from './threads.ts'

type Task = (...args: never[]) => unknown

/** Makes this module's thread answer these tasks, which may be asynchronous. */
export const answerTasks = (tasks: Record<string, Task>) => {
  const unreadable: { id: string; stack: string }[] = []
  onUnreadable(({ id, error }) => unreadable.push({ id, stack: stackOf(error) }))
  parentPort?.on('message', async ({ task, args }: Order) => {
    parentPort?.postMessage(began())
    const outcome: Outcome = { ...(await resultOf(tasks[task], args)), unreadable: unreadable.splice(0) }
    parentPort?.postMessage(outcome)
  })
}

const began = (): Began => {
  const { user, system } = process.threadCpuUsage()
  return { cpuMs: (user + system) / 1000 }
}

const resultOf = async (task: Task | undefined, args: readonly unknown[]) => {
  if (!task) return { failure: { stack: 'there is no such task' } }
  try {
    return { value: await task(...(args as never[])) } // both ends are of one build; `run` names the task it wants
  } catch (error) {
    return { failure: failureOf(error) }
  }
}
