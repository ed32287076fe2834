/** Secrets that people paste where text is kept: a name, a description, the address of a webhook. */
import { badRequest } from '../problems/problems.ts'
import { holdsSecret } from './secret.ts'

/** Properties of a body whose text is used and never kept. Further down such a name is one that people chose, as in custom data. */
const TAKEN = new Set(['token', 'secret', 'password', 'current', 'device_code'])

/** The path of the first text that holds one; only made where there is one. */
const findSecret = (value: unknown, taken?: ReadonlySet<string>): readonly string[] | undefined => {
  if (typeof value === 'string') return holdsSecret(value) ? [] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    const found = taken?.has(key) && typeof part === 'string' ? undefined : findSecret(part)
    if (found) return [key, ...found]
  }
  return undefined
}

/** Checks a JSON body or a text, such as a descriptor. @throws Problem 400 with the property */
export const refuseSecrets = (body: unknown) => refuse(findSecret(body, TAKEN))

/** Checks data that is stored as a whole, whatever its properties are called. @throws Problem 400 with the property */
export const refuseKeptSecrets = (kept: unknown) => refuse(findSecret(kept))

const refuse = (found: readonly string[] | undefined) => {
  if (!found) return
  const field = found.join('.') || 'body'
  throw badRequest(`${field}: contains a token or an API key. Remove it: this text is stored and displayed.`, field)
}
