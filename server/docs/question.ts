/** What was asked of the documentation, from the address of a request. */
import { badRequest } from '../core/problems/problems.ts'

export const LONGEST_QUESTION = 512

export const parameter = (query: unknown, name: string): unknown =>
  typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined

/** A repeated parameter arrives as a list; anything else than text asks nothing. */
export const searchedOf = (query: unknown) => {
  const asked = parameter(query, 'q')
  return typeof asked === 'string' ? asked.trim().slice(0, LONGEST_QUESTION) : ''
}

const textOf = (query: unknown, name: string) => {
  const text = parameter(query, name) ?? ''
  if (typeof text !== 'string') throw badRequest(`Send ${name} only once.`, name)
  if (text.length > LONGEST_QUESTION)
    throw badRequest(`${name} has ${text.length} characters. The maximum is ${LONGEST_QUESTION}.`, name)
  return text.trim()
}

/** @throws Problem 400 for a question that is empty, too long or sent twice. */
export const askedOf = (query: unknown) => {
  const question = textOf(query, 'ask')
  if (question === '') throw badRequest('ask: enter a question, for example ?ask=how+do+I+rotate+a+token', 'ask')
  return { question, goal: textOf(query, 'goal') }
}
