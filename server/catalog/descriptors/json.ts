/** A document or a part of it as JSON. */
import { isMap, isSeq, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Document } from './document.ts'
import { keyText, pairsOf, resolved } from './nodes.ts'

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/

/** A scalar as a JSON value; an integer that JavaScript cannot hold exactly stays text. */
export const scalarValue = ({ value, source }: Pick<Scalar, 'value' | 'source'>): string | number | boolean | null => {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : (source ?? value.toString())
  if (typeof value === 'number') return Number.isFinite(value) ? value : (source ?? String(value))
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return value instanceof Date ? value.toISOString() : null
}

/** A number that JSON does not write so (`0815`, `0x1F`, `007`): people mean what they have written. */
const isOddNumber = ({ value, source }: Scalar): boolean =>
  (typeof value === 'bigint' || typeof value === 'number') && source !== undefined && !JSON_NUMBER.test(source)

/** A part of the document as JavaScript values that `JSON.stringify` understands; odd numbers are the text that is written. */
export const jsonValue = (document: Document, node: unknown): unknown => {
  const value = resolved(document, node)
  if (!value) return null
  if (isMap(value))
    return Object.fromEntries(
      pairsOf(document, value).map(pair => [keyText(pair.key) ?? '', jsonValue(document, pair.value)]),
    )
  if (isSeq(value)) return value.items.map(item => jsonValue(document, item))
  return isOddNumber(value) ? (value.source ?? null) : scalarValue(value)
}

const scalarText = (scalar: Scalar): string => {
  const { value, source } = scalar
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && source !== undefined && JSON_NUMBER.test(source)) return source
  return JSON.stringify(scalarValue(scalar))
}

const mapText = (document: Document, map: YAMLMap) =>
  `{${pairsOf(document, map)
    .map(pair => `${JSON.stringify(keyText(pair.key) ?? '')}:${jsonText(document, pair.value)}`)
    .join(',')}}`

const listText = (document: Document, list: YAMLSeq) =>
  `[${list.items.map(item => jsonText(document, item)).join(',')}]`

/** JSON text with every key in its place and every number as written, which JavaScript objects would not keep. */
export const jsonText = (document: Document, node: unknown = document.root): string => {
  const value = resolved(document, node)
  if (!value) return 'null'
  if (isMap(value)) return mapText(document, value)
  return isSeq(value) ? listText(document, value) : scalarText(value)
}
