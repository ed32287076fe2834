/** Tasks for `threads.test.ts`. */
import { Unavailable } from '../db/failures.ts'
import { readOr } from '../db/rows.ts'
import { notFound } from '../problems/problems.ts'
import { answerTasks } from './task-thread.ts'

const endless = () => {
  for (;;);
}

const greedy = () => {
  const all: number[][] = []
  for (;;) all.push(Array.from({ length: 100_000 }, (_, index) => index + all.length))
}

const broken = () => {
  throw new Error('a bug')
}

/** Long for a long text, half a second of CPU for each million characters, and short for a short one. */
const work = (text: string) => {
  const before = process.threadCpuUsage().user
  while (process.threadCpuUsage().user - before < text.length / 2);
}

const missing = () => {
  throw notFound('There is no lamp.')
}

const full = () => {
  throw new Unavailable('full', new Error('SQLITE_FULL'))
}

const damaged = () => readOr('row-7-of-a-thread', () => JSON.parse('not JSON'), 'something else')

answerTasks({ missing, full, damaged, work, double: (value: number) => value * 2, endless, greedy, broken })
