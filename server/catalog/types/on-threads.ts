/** Schemas are written by people who mean well and by others: each is compiled and checked on a thread that can be ended. */
import { badRequest, type Problem } from '../../core/problems/problems.ts'
import { type Caller, Threads } from '../../core/threads/threads.ts'
import { type Violation, violation } from '../descriptors/violations.ts'
import { refused } from '../entities/save.ts'
import { IN_BODY } from './limits.ts'

/** CPU time of a thread. */
const COMPILE_MS = 250
const ENTITY_MS = 100

const LIMITS = { memoryMb: 256 }
const inspecting = new Threads(new URL('./inspect-thread.ts', import.meta.url), { ...LIMITS, threads: 1 })
const fitting = new Threads(new URL('./fit-thread.ts', import.meta.url), LIMITS)

const tooComplex = () =>
  refused([
    violation({
      title: 'Too complex',
      description: 'This schema takes too long to compile. Make it smaller or simpler.',
      pointer: IN_BODY,
    }),
  ])

const tooSlow = () =>
  refused([
    violation({
      title: 'Too complex',
      description:
        'x-cortex-definition takes too long to check against the schema of its type. Make it smaller or simpler.',
      pointer: '/info/x-cortex-definition',
    }),
  ])

/** Of many entities at once. */
export const surveyTooSlow = (): Problem =>
  badRequest(
    'schema: checking the entities of this type against it takes too long. Make the schema smaller or simpler.',
    'schema',
  )

/** @throws Problem 400 where it takes more than its time */
export const inspect = (caller: Caller, schema: string): Promise<Violation[]> =>
  inspecting.run(caller, { name: 'inspectSchema', cpuMs: COMPILE_MS, tooMuch: tooComplex }, schema)

/** @throws Problem 400 where it takes more than its time */
export const faultsOf = (caller: Caller, schema: string, definition: string): Promise<Violation[]> => {
  const task = { name: 'faultsOfDefinition', cpuMs: COMPILE_MS + ENTITY_MS, tooMuch: tooSlow }
  return fitting.run(caller, task, schema, definition)
}

/** `documents`: what is stored of each entity, as JSON. @throws Problem 400 where they take more than their time */
export const firstFaultsOf = (
  caller: Caller,
  schema: string,
  documents: readonly string[],
): Promise<(Violation | null)[]> => {
  const task = { name: 'firstFaults', cpuMs: COMPILE_MS + ENTITY_MS * documents.length, tooMuch: surveyTooSlow }
  return fitting.run(caller, task, schema, `[${documents.join()}]`)
}
