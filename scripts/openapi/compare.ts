/** What one OpenAPI document promises and another one does not keep. */
import { contentOf, type DescribedOperation, operationsOf, resolve, shapeOf, successOf } from './document.ts'
import { isRecord, type Json, listAt, recordAt, recordsAt, textAt, textsAt } from './json.ts'

/** How deep bodies and answers are compared. */
const BODY_DEPTH = 2
const ANSWER_DEPTH = 3

type Side = { readonly root: Json; readonly one: DescribedOperation }

type Walk = { readonly root: Json; readonly depth: number; readonly prefix: string; readonly within: readonly Json[] }

/** Where a field is (`owners[].email`) → its schemas: alternatives may have one each. */
type Fields = Map<string, { readonly schemas: Json[]; isRequired: boolean }>

const add = (fields: Fields, at: string, { schema, isRequired }: { schema: Json; isRequired: boolean }) => {
  const known = fields.get(at) ?? { schemas: [], isRequired: false }
  fields.set(at, { schemas: [...known.schemas, schema], isRequired: known.isRequired || isRequired })
}

/** A field of an alternative is required only where that alternative is sent, so it counts as optional. */
const collect = (fields: Fields, given: Json, walk: Walk & { readonly isAlternative: boolean }): void => {
  const { root, depth, prefix, within, isAlternative } = walk
  const schema = resolve(root, given)
  if (depth === 0 || within.includes(schema)) return
  const inner = { ...walk, within: [...within, schema] }
  for (const part of recordsAt(schema, 'allOf')) collect(fields, part, inner)
  for (const part of [...recordsAt(schema, 'oneOf'), ...recordsAt(schema, 'anyOf')])
    collect(fields, part, { ...inner, isAlternative: true })
  if (isRecord(schema.items)) collect(fields, schema.items, { ...inner, prefix: `${prefix}[].` })
  const required = textsAt(schema, 'required')
  for (const [name, property] of Object.entries(recordAt(schema, 'properties'))) {
    if (!isRecord(property)) continue
    add(fields, prefix + name, { schema: property, isRequired: !isAlternative && required.includes(name) })
    collect(fields, property, { ...inner, depth: depth - 1, prefix: `${prefix}${name}.` })
  }
}

const fieldsOf = (root: Json, schema: Json, depth: number): Fields => {
  const fields: Fields = new Map()
  collect(fields, schema, { root, depth, prefix: '', within: [], isAlternative: false })
  return fields
}

/** The values of an enumeration, of its items where it is a list; undefined where anything of the type is fine. */
const valuesOf = (root: Json, given: Json): Set<unknown> | undefined => {
  const schema = resolve(root, given)
  if (isRecord(schema.items)) return valuesOf(root, schema.items)
  if (schema.const !== undefined) return new Set([schema.const])
  if (Array.isArray(schema.enum)) return new Set(listAt(schema, 'enum'))
  const variants = [...recordsAt(schema, 'anyOf'), ...recordsAt(schema, 'oneOf')].filter(one => one.type !== 'null')
  const all = variants.map(one => valuesOf(root, one))
  if (all.length === 0 || all.includes(undefined)) return undefined
  return new Set(all.flatMap(values => [...(values ?? [])]))
}

/** Values that the published one offers and ours refuses. */
const refusedValues = (
  theirs: { root: Json; schema: Json },
  ours: { root: Json; schemas: readonly Json[] },
): string[] => {
  const accepted = ours.schemas.map(schema => valuesOf(ours.root, schema))
  if (accepted.includes(undefined)) return []
  const all = new Set(accepted.flatMap(values => [...(values ?? [])]))
  return [...(valuesOf(theirs.root, theirs.schema) ?? [])].filter(value => !all.has(value)).map(String)
}

const queryOf = ({ one: { parameters } }: Side) =>
  new Map(
    parameters
      .filter(parameter => textAt(parameter, 'in') === 'query')
      .map(parameter => [textAt(parameter, 'name') ?? '', parameter]),
  )

const queries = (theirs: Side, ours: Side): string[] => {
  const mine = queryOf(ours)
  const lacking = [...queryOf(theirs)].flatMap(([name, parameter]) => {
    const own = mine.get(name)
    if (!own) return [`?${name}`]
    const refused = refusedValues(
      { root: theirs.root, schema: recordAt(parameter, 'schema') },
      { root: ours.root, schemas: [recordAt(own, 'schema')] },
    )
    return refused.map(value => `?${name}=${value}`)
  })
  const demanded = [...mine].filter(
    ([name, own]) => own.required === true && queryOf(theirs).get(name)?.required !== true,
  )
  return [...lacking, ...demanded.map(([name]) => `?${name} is required`)]
}

const bodyOf = ({ root, one }: Side) => contentOf(root, recordAt(one.operation, 'requestBody'))

const bodies = (theirs: Side, ours: Side): string[] => {
  const [published, own] = [bodyOf(theirs), bodyOf(ours)]
  if (published?.mediaType !== 'application/json') return []
  const mine = fieldsOf(ours.root, own?.schema ?? {}, BODY_DEPTH)
  const wanted = fieldsOf(theirs.root, published.schema, BODY_DEPTH)
  const lacking = [...wanted].flatMap(
    ([
      at,
      {
        schemas: [schema = {}],
      },
    ]) => {
      const field = mine.get(at)
      if (!field) return [`body.${at}`]
      const refused = refusedValues({ root: theirs.root, schema }, { root: ours.root, schemas: field.schemas })
      return refused.map(value => `body.${at}=${value}`)
    },
  )
  const demanded = [...mine].filter(([at, { isRequired }]) => isRequired && wanted.get(at)?.isRequired !== true)
  return [...lacking, ...demanded.map(([at]) => `body.${at} is required`)]
}

const answerOf = ({ root, one }: Side) => {
  const response = successOf(root, one.operation)?.response
  const content = response && contentOf(root, response)
  return content?.mediaType === 'application/json' ? content.schema : undefined
}

const answers = (theirs: Side, ours: Side): string[] => {
  const wanted = fieldsOf(theirs.root, answerOf(theirs) ?? {}, ANSWER_DEPTH)
  const mine = fieldsOf(ours.root, answerOf(ours) ?? {}, ANSWER_DEPTH)
  return [...wanted].filter(([at, { isRequired }]) => isRequired && !mine.has(at)).map(([at]) => `answer.${at}`)
}

export type Compared = {
  /** By method and path, as published. */
  readonly operation: string
  readonly tag: string
  /** Whether ours has the operation at all. */
  readonly isThere: boolean
  /**
   * `?name`, `body.field`, `answer.field`: ours lacks it. `?name=VALUE`, `body.field=VALUE`: ours refuses the value. `… is required`:
   * ours refuses a request that lacks it.
   */
  readonly differences: readonly string[]
}

/** Every operation of a published document, and where ours does not keep what it promises. */
export const compare = (published: Json, own: Json): Compared[] => {
  const mine = new Map(operationsOf(own).map(one => [shapeOf(one), one]))
  return operationsOf(published).map(one => {
    const found = mine.get(shapeOf(one))
    const [theirs, ours] = [{ root: published, one }, found && { root: own, one: found }]
    return {
      operation: `${one.method} ${one.path}`,
      tag: one.tags[0] ?? '',
      isThere: ours !== undefined,
      differences: ours ? [...queries(theirs, ours), ...bodies(theirs, ours), ...answers(theirs, ours)] : [],
    }
  })
}
