/** Holds what the server answers against what the contract promises, in every test that goes through HTTP. */
import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { isOtherAnswer, type OperationSpec } from '../../contract/core/operation.ts'
import { statusesOf } from '../core/http/openapi.ts'

const compiled = new Map<TSchema, Validator>()

const validatorOf = (schema: TSchema): Validator => {
  const known = compiled.get(schema) ?? Compile(schema)
  compiled.set(schema, known)
  return known
}

/** @throws Error where an answer is not of the shape that its operation declares */
export const holdToContract = (app: FastifyInstance, operations: readonly OperationSpec[]) => {
  const byRoute = new Map(
    operations.map(operation => [`${operation.method} ${operation.path.replace(/\{(\w+)\}/g, ':$1')}`, operation]),
  )
  app.addHook('onSend', async (request, reply, payload) => {
    const operation = byRoute.get(`${request.method} ${request.routeOptions.url}`)
    if (operation && !statusesOf(operation).has(reply.statusCode) && reply.statusCode < 499)
      throw new Error(`${operation.id} answers ${reply.statusCode}, which it does not declare`)
    const declared = operation?.answers[reply.statusCode]
    const isJson = String(reply.getHeader('content-type') ?? '').startsWith('application/json')
    if (!operation || !declared || isOtherAnswer(declared) || typeof payload !== 'string' || !isJson) return payload
    const value: unknown = JSON.parse(payload)
    const validator = validatorOf(declared)
    if (validator.Check(value)) return payload
    const [error] = validator.Errors(value)
    throw new Error(`${operation.id} ${reply.statusCode} is not as promised: ${error?.instancePath} ${error?.message}`)
  })
}
