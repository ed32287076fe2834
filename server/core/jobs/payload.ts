/** What a job was given, checked when it is read: another version of the product may have written it. */
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'

/** @throws when the text does not fit the schema */
export const readPayload = <S extends TSchema>(schema: S, payload: string): NoInfer<Static<S>> => {
  const value: unknown = JSON.parse(payload)
  if (!Check(schema, value)) throw new Error('the job was written by another version')
  return value
}
