/** An entity type as the text of an editor, and back. */
import { isMap, isNode, isSeq, LineCounter, parseDocument, stringify } from 'yaml'
import type { Violation } from '../../../contract/catalog/entities.ts'
import type { EntityType } from '../../../contract/catalog/types.ts'

export const textOf = ({ type, name, description, iconTag, schema }: EntityType): string =>
  stringify({ type, name, description, iconTag, schema }, { lineWidth: 0, keepUndefined: false })

export const TYPE_TEMPLATE = `type: my-type
name: My type
description: What entities of this type are, in a sentence.
schema:
  type: object
  required:
    - owner
  properties:
    owner:
      type: string
      description: Who answers for it
`

type Body = { type: string; name?: string; description?: string; iconTag?: string; schema: Record<string, unknown> }

export type TypeText = {
  /** Undefined where the text is no YAML, or no map. */
  readonly body: Body | undefined
  /** What is wrong with the text itself. */
  readonly violations: Violation[]
  /** The same violations with the lines that their pointers have in the text. */
  readonly placed: (violations: readonly Violation[]) => Violation[]
}

const fault = (description: string, startLine: number): Violation => ({
  title: 'Not valid YAML',
  description,
  violationType: 'MUST',
  paths: [''],
  pointer: '',
  startLine,
  endLine: startLine,
})

const stepsOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** Where the last part of a pointer that is there begins: its key, or its item. */
const startOf = (root: unknown, pointer: string): number => {
  let [node, start] = [root, 0]
  for (const step of stepsOf(pointer)) {
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === step) : undefined
    const place: unknown = isSeq(node) ? node.items[Number(step)] : pair?.key
    if (!isNode(place)) return start
    start = place.range?.[0] ?? start
    node = isSeq(node) ? place : pair?.value
  }
  return start
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const given = (value: unknown) => (value === undefined || value === null ? undefined : String(value))

/** What the server checks further: texts are texts here, and the schema a map. */
const bodyOf = (value: Record<string, unknown>): Body => ({
  type: given(value.type) ?? '',
  name: given(value.name),
  description: given(value.description),
  iconTag: given(value.iconTag),
  schema: isRecord(value.schema) ? value.schema : {},
})

export const readType = (text: string): TypeText => {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const lineAt = (offset: number) => counter.linePos(offset).line || 1
  const placed = (violations: readonly Violation[]) =>
    violations.map(one => {
      const line = lineAt(startOf(document.contents, one.pointer))
      return { ...one, startLine: line, endLine: line }
    })
  const errors = document.errors.map(({ message, pos }) => fault(`${message.split('\n', 1)[0]}.`, lineAt(pos[0])))
  if (errors.length > 0) return { body: undefined, violations: errors, placed }
  const value: unknown = document.toJS()
  if (!isRecord(value) || (value.schema !== undefined && !isRecord(value.schema)))
    return {
      body: undefined,
      violations: [fault('Write a map with type, name and schema, which is a map too.', 1)],
      placed,
    }
  return { body: bodyOf(value), violations: [], placed }
}
