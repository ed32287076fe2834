/** The thread that reads large descriptors; `reading.ts` gives it its orders. */
import { answerTasks } from '../../core/threads/task-thread.ts'
import { placed } from '../descriptors/placed.ts'
import { describe, describeAll, descriptorJson, descriptorsJson, tagIn } from './descriptor.ts'
import { editForm } from './form-edit.ts'
import { patch } from './merge.ts'
import { relate } from './relate.ts'

answerTasks({ describe, describeAll, descriptorJson, descriptorsJson, tagIn, patch, placed, relate, editForm })
