/** The list of operations as a page of the documentation: what each does, what it needs, and a line that calls it. */
import type { TSchema } from 'typebox'
import { isForSessions, isTextBody, type OperationSpec, PUBLIC } from '../../contract/core/operation.ts'
import { PERMISSIONS } from '../../contract/core/permissions.ts'

const TOKEN = `printf 'header = "Authorization: Bearer %s"' "$PORTICO_TOKEN" | curl -K -`

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const EMPTY: Readonly<Record<string, unknown>> = { string: 'text', integer: 1, number: 1, boolean: true, array: [] }

/** The smallest value of this shape. */
const exampleOf = (schema: unknown): unknown => {
  if (!isRecord(schema)) return null
  if ('const' in schema) return schema.const
  const [first] = [schema.enum, schema.anyOf, schema.allOf].find(Array.isArray) ?? []
  if (first !== undefined) return isRecord(first) ? exampleOf(first) : first
  const { properties, required } = schema
  if (!isRecord(properties)) return EMPTY[String(schema.type)] ?? {}
  const names = Array.isArray(required) ? required.map(String) : []
  return Object.fromEntries(names.map(name => [name, exampleOf(properties[name])]))
}

const bodyOf = ({ body }: OperationSpec) => {
  if (!body) return ''
  if (isTextBody(body)) return ` -H 'Content-Type: ${body.mediaType}' --data-binary @FILE`
  return ` -H 'Content-Type: application/json' -d '${JSON.stringify(exampleOf(body satisfies TSchema))}'`
}

const curl = (operation: OperationSpec, base: string) => {
  const { method, path, needs } = operation
  const address = base + path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())
  const how = method === 'GET' ? '' : ` -X ${method}`
  return `${needs === PUBLIC ? 'curl' : TOKEN}${how}${bodyOf(operation)} '${address}'`
}

const needed = (operation: OperationSpec) => {
  const { needs } = operation
  if (needs === PUBLIC) return 'Requires nothing: anyone can call it.'
  const permission = needs.permission
    ? `Requires *${PERMISSIONS[needs.permission].name}* (\`${needs.permission}\`).`
    : 'Requires a session or a credential, but no permission.'
  return isForSessions(operation) ? `${permission} Tokens can't be used for this: sign in.` : permission
}

const parametersOf = ({ query }: OperationSpec) => {
  const properties: unknown = isRecord(query) ? query.properties : undefined
  if (!isRecord(properties)) return ''
  return `Parameters: ${Object.keys(properties)
    .map(name => `\`${name}\``)
    .join(', ')}.`
}

/** Where the operation can be tried; trying is not offered for operations that need a session. */
const tryOf = (operation: OperationSpec) =>
  isForSessions(operation) ? '' : `[Try it](/docs/try#/${encodeURIComponent(operation.tag)}/${operation.id})`

const asSection = (operation: OperationSpec, base: string) =>
  [
    `### ${operation.summary}`,
    `\`${operation.method} ${operation.path}\``,
    operation.description ?? '',
    [needed(operation), parametersOf(operation)].filter(Boolean).join(' '),
    isForSessions(operation) ? '' : `\`\`\`sh\n${curl(operation, base)}\n\`\`\``,
    tryOf(operation),
  ]
    .filter(Boolean)
    .join('\n\n')

/** Markdown: the operations by tag, in the order of the API. */
export const operationsAsMarkdown = (operations: readonly OperationSpec[], base: string): string =>
  [...Map.groupBy(operations, ({ tag }) => tag)]
    .map(([tag, list]) => `## ${tag}\n\n${list.map(operation => asSection(operation, base)).join('\n\n')}`)
    .join('\n\n')
