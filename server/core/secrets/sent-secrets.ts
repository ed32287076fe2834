/** Secrets that people paste where text is kept: a name, a description, the address of a webhook. */
import { badRequest } from '../problems/problems.ts'
import { holdsSecret } from './secret.ts'

/** Properties whose value is used and never kept. */
const TAKEN = new Set(['token', 'secret', 'password', 'current', 'device_code'])

/** The path of the first text that holds one; only made where there is one. */
const findSecret = (value: unknown): readonly string[] | undefined => {
  if (typeof value === 'string') return holdsSecret(value) ? [] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    const found = TAKEN.has(key) ? undefined : findSecret(part)
    if (found) return [key, ...found]
  }
  return undefined
}

/** Checks a JSON body or a text, such as a descriptor. @throws Problem 400 with the property */
export const refuseSecrets = (body: unknown) => {
  const found = findSecret(body)
  if (!found) return
  const field = found.join('.') || 'body'
  throw badRequest(`${field}: contains a token or an API key. Remove it: this text is stored and displayed.`, field)
}
