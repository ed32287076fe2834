/** The thread that reads large JSON bodies; `bodies.ts` gives it its orders. */
import type { TSchema } from 'typebox'
import { answerTasks } from '../threads/task-thread.ts'
import { readObject, textOf } from './parse.ts'

/** Schemas arrive as JSON, and each has its own compiled check. */
const schemas = new Map<string, TSchema>()

const schemaOf = (json: string): TSchema => {
  const schema: TSchema = schemas.get(json) ?? JSON.parse(json)
  schemas.set(json, schema)
  return schema
}

const readLarge = (schema: string, body: Uint8Array, sent: { contentType: string; deepest?: number }) =>
  readObject(schemaOf(schema), textOf(body), sent)

answerTasks({ readLarge })
