/** Whether a JSON Schema can be used: its limits, its references and patterns, and what of it is not checked. Runs on a thread. */
import { Faults, pointerTo, type Violation } from '../descriptors/violations.ts'
import { checkerOf, compile, DRAFT_NAMES, type Draft, draftOf, type Validator } from './drafts.ts'
import { sentenceOf } from './faults.ts'
import { DEEPEST, IN_BODY, MOST_PROPERTIES } from './limits.ts'
import { patternFault } from './patterns.ts'
import { depthOf, isObject, type Json, loopsIn, propertiesOf, type Subschema, subschemas } from './subschemas.ts'

type Inspection = { readonly schema: Json; readonly all: readonly Subschema[]; readonly faults: Faults }

const fault = (faults: Faults, pointer: string, [title, description]: readonly [string, string]) =>
  faults.add({ title, description, pointer: IN_BODY + pointer })

const hint = (faults: Faults, pointer: string, description: string) =>
  faults.add({ title: 'Not checked', description, pointer: IN_BODY + pointer, severity: 'HINT' })

/** @returns the faults; those that are no MUST leave the schema usable. `text` is JSON, at most 64 KB. */
export const inspectSchema = (text: string): Violation[] => {
  const faults = new Faults()
  const schema: unknown = JSON.parse(text)
  if (!isObject(schema)) return []
  if (depthOf(schema, DEEPEST + 1) > DEEPEST)
    fault(faults, '', ['Nested too deeply', `A schema can be nested up to ${DEEPEST} levels deep.`])
  const all = faults.violations.length > 0 ? [] : subschemas(schema)
  const properties = propertiesOf(all)
  if (properties > MOST_PROPERTIES)
    fault(faults, '', [
      'Too many properties',
      `A schema can have up to ${MOST_PROPERTIES} properties; it has ${properties}.`,
    ])
  const draft = draftOf(schema)
  if (!draft) fault(faults, '/$schema', ['Unknown draft', `$schema must be one of ${DRAFT_NAMES.join(', ')}.`])
  if (draft && faults.violations.length === 0) inspectWhole({ schema, all, faults }, draft)
  return faults.violations
}

const inspectWhole = (inspection: Inspection, draft: Draft) => {
  const { schema, faults } = inspection
  const checker = checkerOf(draft)
  checker.validateSchema({ ...schema, $schema: undefined })
  for (const error of checker.errors ?? [])
    fault(faults, error.instancePath, ['Not a valid schema', sentenceOf(error, 'The schema')])
  if (faults.violations.length > 0) return
  for (const one of inspection.all) inspectOne(one, faults)
  for (const pointer of loopsIn(inspection.all))
    fault(faults, pointer, [
      'Endless reference',
      'This schema refers to itself without end. Remove the $ref that leads back here.',
    ])
  if (faults.violations.length === 0) compileOnce(inspection, draft)
  for (const one of inspection.all) hintAt(one, checker, faults)
}

const inspectOne = ({ schema, pointer }: Subschema, faults: Faults) => {
  const patterns = [
    ...(typeof schema.pattern === 'string' ? [[schema.pattern, pointerTo(pointer, 'pattern')] as const] : []),
    ...Object.keys(Object(schema.patternProperties)).map(
      pattern => [pattern, pointerTo(pointerTo(pointer, 'patternProperties'), pattern)] as const,
    ),
  ]
  for (const [pattern, at] of patterns) {
    const why = patternFault(pattern)
    if (why !== undefined) fault(faults, at, ['Unsupported pattern', why])
  }
  for (const key of ['$ref', '$dynamicRef']) {
    const ref = schema[key]
    if (typeof ref === 'string' && !ref.startsWith('#'))
      fault(faults, pointerTo(pointer, key), [
        'Remote reference',
        `${key} must stay within the schema and start with #; it is ${ref}.`,
      ])
  }
  if (schema.$async !== undefined)
    fault(faults, pointerTo(pointer, '$async'), ['Not allowed', "$async isn't part of JSON Schema. Remove it."])
}

const compileOnce = ({ schema, faults }: Inspection, draft: Draft) => {
  try {
    compile(schema, draft)
  } catch (error) {
    const why = error instanceof Error ? error.message : ''
    fault(faults, '', ['Not a valid schema', `The schema can't be used: ${why}.`])
  }
}

/** Alone, they say nothing of a value. */
const SILENT = new Set('$schema $id id $anchor $defs definitions $comment nullable'.split(' '))

/** What entities are not checked for, although the schema says it. */
const hintAt = ({ schema, pointer }: Subschema, checker: Validator, faults: Faults) => {
  for (const keyword of Object.keys(schema))
    if (!SILENT.has(keyword) && !Object.hasOwn(checker.RULES.keywords, keyword))
      hint(faults, pointerTo(pointer, keyword), `${keyword} isn't a keyword of this draft. It is kept but not checked.`)
  const { format } = schema
  if (typeof format === 'string' && !Object.hasOwn(checker.formats, format))
    hint(faults, pointerTo(pointer, 'format'), `The format ${format} isn't known. It is kept but not checked.`)
}
