/** Writes the operations of a tag as the contract has them. */
import { contentOf, type DescribedOperation, successOf } from '../openapi/document.ts'
import { type Json, recordAt, textAt } from '../openapi/json.ts'
import { camel, keyOf, namer, quoted } from './names.ts'
import { type Declaration, expression, GAP, type Writer } from './shapes.ts'

const parametersIn = ({ parameters }: DescribedOperation, where: string) =>
  parameters.filter(one => textAt(one, 'in') === where)

const nameOf = (parameter: Json) => textAt(parameter, 'name') ?? ''

/** Path parameters are found by names of letters and digits. */
const pathOf = ({ path }: DescribedOperation) =>
  path.replace(/\{([^}]+)\}/g, (_, name: string) => `{${/^\w+$/.test(name) ? name : camel(name)}}`)

const PAGING = ['page', 'pageSize']

const queryOf = (described: DescribedOperation, writer: Writer): string[] => {
  const all = parametersIn(described, 'query')
  const isPaged = PAGING.every(name => all.some(one => nameOf(one) === name))
  const own = isPaged ? all.filter(one => !PAGING.includes(nameOf(one))) : all
  const lines = own.map(one => {
    const at = nameOf(one)
    const schema = { description: '', ...recordAt(one, 'schema') }
    const text = expression(writer, schema, { mode: 'asked', at })
    return `${keyOf(at)}: ${one.required === true ? text : `T.Optional(${text})`}`
  })
  return isPaged ? [...lines, '...paging'] : lines
}

const bodyOf = (root: Json, { operation }: DescribedOperation, writer: Writer): string | undefined => {
  const content = contentOf(root, recordAt(operation, 'requestBody'))
  if (!content) return undefined
  const { mediaType, schema } = content
  if (mediaType === 'application/json') return expression(writer, schema, { mode: 'asked', at: 'the body' })
  return `textBody(${quoted(mediaType)}, '${GAP} describe the text that is sent')`
}

const answersOf = (root: Json, { operation }: DescribedOperation, writer: Writer): string => {
  const { status = 200, response = {} } = successOf(root, operation) ?? {}
  const content = contentOf(root, response)
  if (!content) return `{ ${status}: EMPTY }`
  const { mediaType, schema } = content
  if (mediaType === 'application/json')
    return `{ ${status}: ${expression(writer, schema, { mode: 'answered', at: 'the answer' })} }`
  return `{ ${status}: { mediaType: ${quoted(mediaType)}, description: '${GAP} describe the answer' } }`
}

const ignoredOf = (described: DescribedOperation): string[] =>
  [...parametersIn(described, 'header'), ...parametersIn(described, 'cookie')].map(
    one =>
      `// ${GAP} the ${textAt(one, 'in')} ${nameOf(one)} is not read: no operation reads any; say so in docs/compatibility.md`,
  )

export type Written = {
  readonly operations: readonly Declaration[]
  readonly ids: readonly { name: string; method: string; path: string }[]
}

type Parts = { readonly root: Json; readonly writer: Writer; readonly tag: string }

const operationText = (described: DescribedOperation, name: string, { root, writer, tag }: Parts): string => {
  const { method } = described
  const id = textAt(described.operation, 'operationId') ?? name
  const query = queryOf(described, writer)
  const body = bodyOf(root, described, writer)
  const lines = [
    `id: ${quoted(id)}`,
    `method: '${method}'`,
    `path: ${quoted(pathOf(described))}`,
    `tag: ${quoted(tag)}`,
    `summary: '${GAP} say what it does'`,
    `needs: ${method === 'GET' ? 'view' : 'edit'}`,
    ...(method === 'GET' ? [] : ['writes: true']),
    ...(query.length > 0 ? [`query: T.Object({ ${query.join(', ')} })`] : []),
    ...(body === undefined ? [] : [`body: ${body}`]),
    `answers: ${answersOf(root, described, writer)}`,
  ]
  return [...ignoredOf(described), `export const ${name} = operation({\n${lines.join(',\n')},\n})`].join('\n')
}

const idOf = ({ method, path, operation }: DescribedOperation) =>
  camel(textAt(operation, 'operationId') ?? `${method.toLowerCase()} ${path}`)

export const writeOperations = (all: readonly DescribedOperation[], parts: Parts): Written => {
  const nameFor = namer()
  const named = all.map(described => ({ described, name: nameFor(idOf(described), 'operation') }))
  return {
    operations: named.map(({ described, name }) => ({ name, text: operationText(described, name, parts) })),
    ids: named.map(({ described, name }) => ({ name, method: described.method, path: pathOf(described) })),
  }
}
