/** The thread that checks definitions against the schemas of their types; `on-threads.ts` gives it its orders. */
import { answerTasks } from '../../core/threads/task-thread.ts'
import { faultsOfDefinition, faultsOfDefinitions, firstFaults, warmUp } from './fit.ts'

warmUp()
answerTasks({ faultsOfDefinition, faultsOfDefinitions, firstFaults })
