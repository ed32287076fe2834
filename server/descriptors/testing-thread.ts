/** Tasks for `threads.test.ts`. */
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

answerTasks({ work, double: (value: number) => value * 2, endless, greedy, broken })
