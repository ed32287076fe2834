/**
 * Merges a partial descriptor into one that exists, on the YAML trees: comments, order, quoting and numbers of both stay
 * as they were written. Maps are merged, everything else is replaced.
 */
import { isMap, isScalar, isSeq, Pair, type Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { type Document, keyText, parseDocument, resolved, type YamlValue } from '../descriptors/document.ts'
import type { Violation } from '../descriptors/violations.ts'
import { type Described, describe } from './descriptor.ts'

export type MergeOptions = {
  /** Lists are appended to instead of replaced; equal plain values are then kept once. */
  readonly appendArrays?: boolean | undefined
  /** Keys and list items with this value are left out of the result. */
  readonly deleteMarkerValue?: string | undefined
}

/** `text` is undefined where one of the texts cannot be read; `violations` say why. */
export type Merged = { text: string | undefined; violations: Violation[] }

/** Merges `patch` into `existing`; without an existing text the patch becomes one. */
export const mergeDescriptors = (existing: string | undefined, patch: string, options: MergeOptions = {}): Merged => {
  const from = parseDocument(patch)
  if (!from.document) return { text: undefined, violations: from.violations }
  if (existing === undefined && !mentionsMarker(patch, options)) return { text: patch, violations: [] }
  const into = existing === undefined ? from : parseDocument(existing, 'stored')
  if (!into.document) return { text: undefined, violations: into.violations }
  const root = into.document.targets.size > 0 ? copyMap(into.document, into.document.root) : into.document.root
  if (existing !== undefined) mergeMap(root, from.document.root, { from: from.document, options })
  if (options.deleteMarkerValue !== undefined) removeMarked(root, options.deleteMarkerValue)
  return { text: written(into.document, root), violations: [] }
}

/** The text after a PATCH and the entity it describes. */
export type Patched = Described & { text: string }

/** Merges and reads the result. Its violations carry no lines: they would be lines of a text that nobody has seen. */
export const patch = (existing: string | undefined, text: string, options: MergeOptions): Patched => {
  const merged = mergeDescriptors(existing, text, options)
  if (merged.text === undefined) return { text, entity: undefined, violations: merged.violations }
  const isAsSent = merged.text === text
  const { entity, violations } = describe(merged.text, isAsSent ? 'sent' : 'stored')
  return { text: merged.text, entity, violations: isAsSent ? violations : violations.map(withoutLines) }
}

const withoutLines = ({ startLine: _start, endLine: _end, ...violation }: Violation): Violation => violation

const mentionsMarker = (patch: string, { deleteMarkerValue }: MergeOptions) =>
  deleteMarkerValue !== undefined && patch.includes(deleteMarkerValue)

/** A list that is not indented below its key stays so. */
const LIST_AT_KEY = /^( *)[^\s#-][^\n]*:[ \t]*\n\1- /m

const written = (document: Document, root: YAMLMap): string => {
  document.yaml.contents = root
  return document.yaml.toString({ lineWidth: 0, indentSeq: !LIST_AT_KEY.test(document.text) })
}

/** The document that a patch is from, for what its aliases stand for, and how it is merged. */
type Merging = { readonly from: Document; readonly options: MergeOptions }

const mergeMap = (into: YAMLMap, patch: YAMLMap, merging: Merging) => {
  const pairs = new Map(into.items.map(pair => [keyText(pair.key), pair]))
  for (const { key, value } of patch.items) {
    const there = pairs.get(keyText(key))
    if (there) there.value = mergedValue(there.value, value, merging)
    else into.items.push(new Pair(copyOf(merging.from, key), copyOf(merging.from, value)))
  }
}

const mergedValue = (there: unknown, patch: unknown, merging: Merging): unknown => {
  const { from, options } = merging
  const value = resolved(from, patch)
  if (isMap(there) && isMap(value)) {
    mergeMap(there, value, merging)
    return there
  }
  if (options.appendArrays && isSeq(there) && isSeq(value)) {
    there.items = withoutRepeats([...there.items, ...value.items.map(item => copyOf(from, item))])
    return there
  }
  return withComments(there, copyOf(from, patch))
}

const withoutRepeats = (items: unknown[]): unknown[] => {
  const seen = new Set<unknown>()
  return items.filter(item => {
    if (!isScalar(item)) return true
    const isNew = !seen.has(item.value)
    seen.add(item.value)
    return isNew
  })
}

/** The comments beside a value outlive the value. */
const withComments = (old: unknown, value: YamlValue | null): YamlValue | null => {
  if (!value || !isScalar(old)) return value
  value.comment ??= old.comment
  value.commentBefore ??= old.commentBefore
  return value
}

/** A copy with its aliases written out and without anchors, so that it can be part of another document. */
const copyOf = (document: Document, node: unknown): YamlValue | null => {
  const value = resolved(document, node)
  if (!value) return null
  if (isMap(value)) return copyMap(document, value)
  return isSeq(value) ? copyList(document, value) : copyScalar(value)
}

const copyScalar = (scalar: Scalar): Scalar => {
  const copy = scalar.clone()
  if (isScalar(copy)) copy.anchor = undefined
  return isScalar(copy) ? copy : scalar
}

const copyMap = (document: Document, map: YAMLMap): YAMLMap => {
  const copy = new YAMLMap()
  copy.items = map.items.map(({ key, value }) => new Pair(copyOf(document, key), copyOf(document, value)))
  return dressed(copy, map)
}

const copyList = (document: Document, list: YAMLSeq): YAMLSeq => {
  const copy = new YAMLSeq()
  copy.items = list.items.map(item => copyOf(document, item))
  return dressed(copy, list)
}

const dressed = <Value extends YAMLMap | YAMLSeq>(
  copy: Value,
  { flow, comment, commentBefore, spaceBefore, tag }: Value,
) => Object.assign(copy, { flow, comment, commentBefore, spaceBefore, tag })

const removeMarked = (value: unknown, marker: string) => {
  if (isMap(value)) {
    value.items = value.items.filter(pair => !isMarker(pair.value, marker))
    for (const pair of value.items) removeMarked(pair.value, marker)
  } else if (isSeq(value)) {
    value.items = value.items.filter(item => !isMarker(item, marker))
    for (const item of value.items) removeMarked(item, marker)
  }
}

const isMarker = (value: unknown, marker: string) =>
  isScalar(value) && (value.value === marker || value.source === marker)
