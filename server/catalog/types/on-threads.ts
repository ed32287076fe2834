/** Schemas are written by people who mean well and by others: each is compiled and checked on a thread that can be ended. */
import { Check } from 'typebox/value'
import { Violations } from '../../../contract/catalog/entities.ts'
import { badRequest, Problem } from '../../core/problems/problems.ts'
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

/** Characters of definitions in one task. */
const TOGETHER = 250_000

const portionsOf = (definitions: readonly string[]) => {
  const portions: string[][] = []
  let size = TOGETHER
  for (const one of definitions) {
    if (size + one.length > TOGETHER) [size] = [0, portions.push([])]
    portions.at(-1)?.push(one)
    size += one.length
  }
  return portions
}

/** How many definitions may take too long before the rest is not checked. */
const MOST_SLOW = 3

/** The violations of a refusal. @throws anything else */
const violationsIn = (error: unknown): Violation[] => {
  const body: unknown = error instanceof Problem ? error.extra.body : undefined
  if (Check(Violations, body)) return body.violations
  throw error
}

/** If several together take too long, each is checked alone. */
const violationsOfEach = async (caller: Caller, schema: string, definitions: readonly string[]) => {
  const all: Violation[][] = []
  let slow = 0
  const ended = (error: unknown) => {
    slow++
    return violationsIn(error)
  }
  for (const one of definitions)
    all.push(slow < MOST_SLOW ? await faultsOf(caller, schema, one).catch(ended) : violationsIn(tooSlow()))
  return all
}

/** The faults of each of these definitions, in order. */
export const allFaultsOf = async (
  caller: Caller,
  schema: string,
  definitions: readonly string[],
): Promise<Violation[][]> => {
  const all: Violation[][] = []
  const oneByOne = (portion: readonly string[]) => async (error: unknown) => {
    violationsIn(error)
    return violationsOfEach(caller, schema, portion)
  }
  for (const portion of portionsOf(definitions)) {
    const task = { name: 'faultsOfDefinitions', cpuMs: COMPILE_MS + ENTITY_MS, tooMuch: tooSlow }
    const checked = fitting.run<Violation[][]>(caller, task, schema, `[${portion.join()}]`)
    all.push(...(await checked.catch(oneByOne(portion))))
  }
  return all
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
