/** `/openapi.json`, generated from the list of operations. */
import type { TSchema } from 'typebox'
import { DELETED_HEADER } from '../../../contract/core/bulk-delete.ts'
import { ErrorResponse, TooManyRequestsProblem } from '../../../contract/core/errors.ts'
import {
  isForSessions,
  isOtherAnswer,
  isTextBody,
  type OperationSpec,
  type OtherAnswer,
  PERSONAL_TOKEN,
  PUBLIC,
} from '../../../contract/core/operation.ts'
import { PERMISSIONS } from '../../../contract/core/permissions.ts'

type Json = Record<string, unknown>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Generators of clients take values without a type for values of any type. */
const typeOfValues = ({ type, enum: values }: Json) =>
  type === undefined && Array.isArray(values) && values.every(value => typeof value === 'string')
    ? { type: 'string' }
    : {}

const componentOf = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** Schemas that have a name move to components and are referred to. Those that hold nodes of their own kind refer to it. */
const referring = (components: Json) => {
  const walk = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(walk)
    if (!isRecord(schema)) return schema
    const { $id, $defs, $ref, ...rest } = schema
    walk($defs)
    if (typeof $ref === 'string') return componentOf($ref)
    const inner = {
      ...typeOfValues(rest),
      ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, walk(value)])),
    }
    if (typeof $id !== 'string') return inner
    components[$id] = inner
    return componentOf($id)
  }
  return walk
}

const isRequiredIn = (schema: unknown, name: string): boolean =>
  isRecord(schema) && Array.isArray(schema.required) && schema.required.includes(name)

const propertiesOf = (schema: unknown): Record<string, unknown> =>
  isRecord(schema) && isRecord(schema.properties) ? schema.properties : {}

/** For operations that need no permission. */
const whoCalls = (operation: OperationSpec) => {
  const { needs } = operation
  if (needs === PUBLIC) return 'Anyone may call this, with or without a credential.'
  if (isForSessions(operation)) return "Requires a signed-in session; tokens can't be used for this."
  if (needs.credential === PERSONAL_TOKEN) return 'Requires a personal token: this is about the token itself.'
  return needs.permission ? '' : 'Requires an active credential, and no permission.'
}

const describe = (operation: OperationSpec) => {
  const { needs, description } = operation
  const permission =
    needs !== PUBLIC && needs.permission
      ? `Requires the ${PERMISSIONS[needs.permission].name} permission (${needs.permission}).`
      : ''
  return [description, permission, whoCalls(operation)].filter(Boolean).join(' ')
}

/** What any operation may be refused with. */
const ALWAYS = [400, 429, 503] as const

/** Every status that an operation answers with, other than those of faults (500) and of clients that hang up. */
export const statusesOf = (operation: OperationSpec): ReadonlySet<number> =>
  new Set([...Object.keys(operation.answers).map(Number), ...refusalsOf(operation), ...ALWAYS])

/** What an operation may be refused with, beside a 400 and a 429: worked out from what it declares. */
const refusalsOf = (operation: OperationSpec): number[] => {
  const { needs, method, path, body, writes, ignoresCookies, alsoRefuses = [] } = operation
  return [
    ...(needs === PUBLIC ? [] : [401, 403]),
    ...(needs === PUBLIC && method !== 'GET' && !ignoresCookies ? [403] : []), // a page of another site
    ...(path.includes('{') ? [404] : []),
    ...(body ? [408, 413, 415] : []),
    ...(writes ? [409] : []),
    ...alsoRefuses,
    503,
  ].filter(status => operation.answers[status] === undefined)
}

/** What the descriptions of all operations share. */
type Shared = {
  /** A schema as it appears in the document. */
  readonly walk: (schema: unknown) => unknown
  /** The answer to what is refused. */
  readonly error: Json
}

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The ETag of an earlier response: if nothing has changed since, the response is 304 without a body',
  schema: { type: 'string' },
}

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'The version that you saw, in quotes, or the ETag of a response: if the row was changed since, the response is 409. Without it, the last write wins',
  schema: { type: 'string' },
}

const ETAG = { ETag: { description: 'The version of the answer', schema: { type: 'string' } } }

const DELETED = {
  [DELETED_HEADER]: {
    description: 'How many were deleted; with dryRun, how many would be',
    schema: { type: 'integer' },
  },
}

const isTagged = ({ answers }: OperationSpec) => answers[304] !== undefined

const parametersOf = (operation: OperationSpec, { walk }: Shared) => [
  ...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...Object.entries(propertiesOf(operation.query)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: isRequiredIn(operation.query, name),
    ...(isRecord(schema) && typeof schema.description === 'string' ? { description: schema.description } : {}),
    schema: walk(schema),
  })),
  ...(operation.versioned ? [IF_MATCH] : []),
  ...(isTagged(operation) ? [IF_NONE_MATCH] : []),
]

/** `createPersonalToken` → `CreatePersonalToken` */
const typeNameOf = ({ id }: OperationSpec) => `${id.charAt(0).toUpperCase()}${id.slice(1)}`

const sentContentOf = (operation: OperationSpec, body: TSchema, { walk }: Shared) => {
  if (!operation.alsoYaml) return { 'application/json': { schema: walk(body) } }
  return contentOf(named(body, `${typeNameOf(operation)}Request`), walk)
}

const requestBodyOf = (operation: OperationSpec, shared: Shared) => {
  const { body } = operation
  if (!body) return {}
  const content = isTextBody(body)
    ? { [body.mediaType]: { schema: { type: 'string', description: body.description } } }
    : sentContentOf(operation, body, shared)
  return { requestBody: { required: true, content } }
}

/** A schema that appears once for each media type needs a name, or generators of clients write a type for each of them. */
const named = (schema: TSchema, name: string): TSchema =>
  '$id' in schema || !('properties' in schema) ? schema : { ...schema, $id: name }

/** JSON or YAML, for `Accept: application/yaml`; a text in a format of its own is that format alone. */
const contentOf = (declared: TSchema, walk: Shared['walk']) => {
  const mediaType = 'contentMediaType' in declared ? declared.contentMediaType : undefined
  const schema = walk(declared)
  return typeof mediaType === 'string'
    ? { [mediaType]: { schema } }
    : { 'application/json': { schema }, 'application/yaml': { schema } }
}

/** `createPersonalToken` → `CreatePersonalTokenResult` */
const resultOf = (operation: OperationSpec) => `${typeNameOf(operation)}Result`

const answerOf = (declared: TSchema | OtherAnswer, name: string, { walk }: Shared) => {
  if (!isOtherAnswer(declared)) return { description: 'Done', content: contentOf(named(declared, name), walk) }
  return declared.mediaType
    ? { description: declared.description, content: { [declared.mediaType]: { schema: { type: 'string' } } } }
    : { description: declared.description }
}

const responsesOf = (operation: OperationSpec, shared: Shared) => {
  const sent = { ...(isTagged(operation) && ETAG), ...(operation.bulkDelete && DELETED) }
  const headers = Object.keys(sent).length > 0 ? { headers: sent } : {}
  const declared = Object.entries(operation.answers).map(([status, answer]) => [
    status,
    {
      ...answerOf(answer, resultOf(operation), shared),
      ...(Number(status) < 400 ? {} : { description: shared.error.description }),
      ...headers,
    },
  ])
  return {
    ...Object.fromEntries(declared),
    ...(operation.answers[400] ? {} : { 400: shared.error }),
    ...Object.fromEntries(refusalsOf(operation).map(status => [status, shared.error])),
    429: {
      description: 'Too many requests',
      content: { 'application/problem+json': { schema: shared.walk(TooManyRequestsProblem) } },
    },
  }
}

const operationObject = (operation: OperationSpec, shared: Shared) => ({
  operationId: operation.id,
  tags: [operation.tag],
  summary: operation.summary,
  description: describe(operation),
  ...(operation.needs === PUBLIC ? { security: [] } : {}),
  ...(isForSessions(operation) ? { 'x-session-only': true } : {}),
  parameters: parametersOf(operation, shared),
  ...requestBodyOf(operation, shared),
  responses: responsesOf(operation, shared),
})

export const openApiDocument = (operations: readonly OperationSpec[], publicUrl: string): unknown => {
  const schemas: Json = {}
  const walk = referring(schemas)
  const error = { description: 'Refused', content: { 'application/json': { schema: walk(ErrorResponse) } } }
  const paths: Record<string, Json> = {}
  for (const operation of operations)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: operationObject(operation, { walk, error }),
    }

  return {
    openapi: '3.1.0',
    info: {
      title: 'Portico',
      version: 'v1',
      description:
        'The API of this Portico. It includes every operation that the web app uses. Personal tokens call it as their owner.',
    },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map(name => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A personal token or a workspace API key' },
      },
    },
  }
}
