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

answerTasks({ double: (value: number) => value * 2, endless, greedy, broken })
