/** Reads a published OpenAPI 3 document: its operations, and what its references point at. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isRecord, type Json, recordAt, recordsAt, textAt, textsAt } from './json.ts'

export class DocumentError extends Error {}

/** @throws DocumentError where the file is no OpenAPI 3 document */
export const checkedDocument = (value: unknown): Json => {
  if (!isRecord(value) || !isRecord(value.paths))
    throw new DocumentError('This is not an OpenAPI document: it has no paths.')
  const version = textAt(value, 'openapi') ?? textAt(value, 'swagger') ?? 'none'
  if (!version.startsWith('3.'))
    throw new DocumentError(`Only OpenAPI 3 can be read. This document has version ${version}.`)
  return value
}

/** @throws DocumentError, or the error of reading or parsing the file */
export const readDocument = (file: string): Json => {
  const text = readFileSync(file, 'utf8')
  return checkedDocument(file.endsWith('.json') ? JSON.parse(text) : parse(text))
}

const decoded = (segment: string) => decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~')

const MOST_REFERENCES = 20

/** What a node is, or points at. @throws DocumentError for a reference that leads nowhere */
export const resolve = (root: Json, node: Json): Json => {
  let found = node
  for (let steps = 0; typeof found.$ref === 'string'; steps++) {
    const { $ref } = found
    if (!$ref.startsWith('#/')) throw new DocumentError(`${$ref} is in another file. Bundle the document first.`)
    let at: unknown = root
    for (const segment of $ref.slice(2).split('/')) at = isRecord(at) ? at[decoded(segment)] : undefined
    if (!isRecord(at) || steps === MOST_REFERENCES) throw new DocumentError(`${$ref} leads nowhere.`)
    found = at
  }
  return found
}

/** The name of the schema that a node points at; undefined where it is written out. */
export const referredName = ({ $ref }: Json): string | undefined =>
  typeof $ref === 'string' ? decoded($ref.slice($ref.lastIndexOf('/') + 1)) : undefined

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

export type DescribedOperation = {
  readonly method: string
  readonly path: string
  readonly tags: readonly string[]
  readonly operation: Json
  /** Those of the path included, references resolved. */
  readonly parameters: readonly Json[]
}

const parametersOf = (root: Json, item: Json, operation: Json): Json[] => {
  const all = [...recordsAt(item, 'parameters'), ...recordsAt(operation, 'parameters')].map(one => resolve(root, one))
  return [...new Map(all.map(one => [`${textAt(one, 'in')} ${textAt(one, 'name')}`, one])).values()]
}

export const operationsOf = (root: Json): DescribedOperation[] =>
  Object.entries(recordAt(root, 'paths')).flatMap(([path, given]) => {
    const item = isRecord(given) ? resolve(root, given) : {}
    return METHODS.flatMap(method => {
      const operation = item[method]
      if (!isRecord(operation)) return []
      const tags = textsAt(operation, 'tags')
      return { method: method.toUpperCase(), path, tags, operation, parameters: parametersOf(root, item, operation) }
    })
  })

/** The same for paths that differ in the names of their parameters alone. */
export const shapeOf = ({ method, path }: Pick<DescribedOperation, 'method' | 'path'>) =>
  `${method} ${path.replace(/\{[^}]+\}/g, '{}').replace(/\/$/, '')}`

/** What is sent or answered, by media type; JSON first. */
export const contentOf = (root: Json, holder: Json): { mediaType: string; schema: Json } | undefined => {
  const content = recordAt(resolve(root, holder), 'content')
  const isJson = (mediaType: string) => /\bjson\b/.test(mediaType) || mediaType === '*/*'
  const mediaType = Object.keys(content).toSorted((a, b) => Number(isJson(b)) - Number(isJson(a)))[0]
  if (mediaType === undefined) return undefined
  const schema = recordAt(recordAt(content, mediaType), 'schema')
  return { mediaType: isJson(mediaType) ? 'application/json' : mediaType, schema }
}

/** The first success that has content, otherwise the first success. */
export const successOf = (root: Json, operation: Json): { status: number; response: Json } | undefined => {
  const successes = Object.entries(recordAt(operation, 'responses')).flatMap(([status, given]) =>
    /^2(?:\d\d|XX)$/i.test(status) && isRecord(given)
      ? { status: Number(status.replace(/X/gi, '0')), response: resolve(root, given) }
      : [],
  )
  return successes.find(({ response }) => contentOf(root, response)) ?? successes[0]
}
