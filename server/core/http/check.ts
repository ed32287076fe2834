/**
 * Checks what was sent against a schema. An invalid value never costs more than a valid one: lengths and counts come before
 * patterns and uniqueness, and the first fault is looked for level by level.
 */
import type { TSchema } from 'typebox'
import { badRequest } from '../problems/problems.ts'
import { sentence } from './faults.ts'
import { firstFault } from './first-fault.ts'
import { overLimit } from './over-limit.ts'
import { validatorOf } from './schema-parts.ts'

/** @throws Problem 400 naming the first property at fault and what is wrong with it */
export const check = (schema: TSchema, value: unknown, where: string) => {
  const over = overLimit(schema, value, [])
  if (!over && validatorOf(schema).Check(value)) return
  const fault = over ?? firstFault(schema, value, [])
  if (!fault) throw badRequest(`The ${where} isn't valid.`)
  const field = fault.path.join('.') || where
  throw badRequest(`${field}: ${sentence(fault)}`, field)
}
