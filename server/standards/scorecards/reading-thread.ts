/** The thread that reads large descriptors; `reading.ts` gives it its orders. */
import { answerTasks } from '../../core/threads/task-thread.ts'
import { describe } from './descriptor.ts'

answerTasks({ describe })
