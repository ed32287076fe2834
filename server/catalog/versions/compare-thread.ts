/** The thread that reads and compares versions; `on-threads.ts` starts its tasks. */
import { answerTasks } from '../../core/threads/task-thread.ts'
import { blameVersions, compareVersions, countChanges, textOf } from './compare.ts'

answerTasks({ blameVersions, compareVersions, countChanges, textOf })
