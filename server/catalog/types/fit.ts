/** Whether definitions satisfy the schema of their type. Runs on a thread. */
import type { ValidateFunction } from 'ajv'
import { Faults, type Violation } from '../descriptors/violations.ts'
import { compileText } from './drafts.ts'
import { pointerOf, sentenceOf } from './faults.ts'
import { isObject } from './subschemas.ts'

const DEFINITION = 'x-cortex-definition'
const POINTER = `/info/${DEFINITION}`
const MOST_COMPILED = 50

/** By their schema, the least recently used first. */
const compiled = new Map<string, ValidateFunction>()

const validatorOf = (schema: string): ValidateFunction => {
  const known = compiled.get(schema) ?? compileText(schema)
  compiled.delete(schema)
  compiled.set(schema, known)
  for (const oldest of compiled.keys()) {
    if (compiled.size <= MOST_COMPILED) break
    compiled.delete(oldest)
  }
  return known
}

const TITLE = "Doesn't match the schema"

const violationsOf = (validate: ValidateFunction, definition: unknown, schema: string): Violation[] => {
  const faults = new Faults()
  try {
    if (validate(definition)) return []
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    compiled.delete(schema)
    faults.add({ title: TITLE, description: 'The schema of this type refers to itself without end.', pointer: POINTER })
  }
  for (const error of validate.errors ?? [])
    faults.add({ title: TITLE, description: sentenceOf(error, DEFINITION), pointer: POINTER + pointerOf(error) })
  return faults.violations
}

/** All that is wrong with one definition; both are JSON. */
export const faultsOfDefinition = (schema: string, definition: string): Violation[] =>
  violationsOf(validatorOf(schema), JSON.parse(definition), schema)

/** The faults of each of these definitions; `definitions` is a JSON list. */
export const faultsOfDefinitions = (schema: string, definitions: string): Violation[][] => {
  const validate = validatorOf(schema)
  const all: unknown[] = JSON.parse(definitions)
  return all.map(definition => violationsOf(validate, definition, schema))
}

/** The first fault of each of some entities, null where it has none. `documents`: a JSON list of what is stored of them. */
export const firstFaults = (schema: string, documents: string): (Violation | null)[] => {
  const validate = validatorOf(schema)
  const all: unknown[] = JSON.parse(documents)
  return all.map(document => {
    const { definition = {} } = isObject(document) ? document : {}
    return violationsOf(validate, definition, schema)[0] ?? null
  })
}

/** Has a thread ready before it is given anything to do. */
export const warmUp = () => {
  const schema = '{"type":"object","properties":{"a":{"type":"string","pattern":"^a$"}},"required":["a"]}'
  faultsOfDefinition(schema, '{"a":1}')
}
