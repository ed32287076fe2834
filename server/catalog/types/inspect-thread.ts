/** The thread that inspects schemas of types; `on-threads.ts` gives it its orders. */
import { answerTasks } from '../../core/threads/task-thread.ts'
import { warmCheckers } from './drafts.ts'
import { inspectSchema } from './inspect.ts'

warmCheckers()
inspectSchema('{"type":"object","properties":{"a":{"type":"string","pattern":"^a$"}}}')
answerTasks({ inspectSchema })
