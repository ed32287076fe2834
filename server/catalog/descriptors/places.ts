/** Where the parts of a document are in its text. */
import { type CST, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import { rangeOf } from './nodes.ts'

const after = (tokens: readonly CST.SourceToken[] | undefined, type: CST.SourceToken['type']): number | undefined => {
  const token = tokens?.find(one => one.type === type)
  return token && token.offset + token.source.length
}

/** After the colon; undefined where a key has none. */
export const colonOf = ({ srcToken }: Pair): number | undefined => after(srcToken?.sep, 'map-value-ind')

/** Where a pair begins: at its key, or at the `?` before it. */
export const startOf = ({ key, srcToken }: Pair): number => {
  const mark = after(srcToken?.start, 'explicit-key-ind')
  const props = srcToken?.start.find(({ type }) => type === 'anchor' || type === 'tag')?.offset
  return mark === undefined ? (props ?? rangeOf(key)?.[0] ?? 0) : mark - 1
}

const endOfBlockScalar = (scalar: Scalar, text: string): number => {
  const [start, end] = rangeOf(scalar) ?? [0, 0]
  const header = /^[|>][-+0-9]*/.exec(text.slice(start, end))?.[0] ?? ''
  const written = text.slice(0, end)
  // `+` keeps the blank lines that follow
  const content = header.includes('+') ? written.replace(/\r?\n$/, '') : written.trimEnd()
  return Math.max(content.length, start + header.length)
}

const isBlockScalar = ({ type }: Scalar) => type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'

/** After the last character of a value; comments beside it come later. Undefined for nothing, as after `key:`. */
export const endOf = (node: unknown, text: string): number | undefined => {
  if (isMap(node) && !node.flow) return endOfPair(node.items.at(-1), text)
  if (isSeq(node) && !node.flow) return endOfItem(node, node.items.length - 1, text)
  if (isScalar(node) && isBlockScalar(node)) return endOfBlockScalar(node, text)
  const [start, end] = rangeOf(node) ?? [0, 0]
  return end > start ? end : undefined
}

export const endOfPair = (pair: Pair | undefined, text: string): number | undefined =>
  pair && (endOf(pair.value, text) ?? endOfProps(pair.srcToken?.sep) ?? colonOf(pair) ?? rangeOf(pair.key)?.[1])

/** After an anchor or a tag without a value. */
const endOfProps = (tokens: readonly CST.SourceToken[] | undefined): number | undefined => {
  const last = tokens?.findLast(({ type }) => type === 'anchor' || type === 'tag')
  return last && last.offset + last.source.length
}

const itemToken = (list: YAMLSeq, index: number) => {
  const token = list.srcToken
  return token && 'items' in token ? token.items[index] : undefined
}

/** After the dash of an item; undefined within brackets. */
export const dashOf = (list: YAMLSeq, index: number): number | undefined =>
  after(itemToken(list, index)?.start, 'seq-item-ind')

export const endOfItem = (list: YAMLSeq, index: number, text: string): number | undefined =>
  endOf(list.items[index], text) ?? endOfProps(itemToken(list, index)?.start) ?? dashOf(list, index)

/** Each value within a value, itself included. */
export function* valuesIn(node: unknown): Generator<YAMLMap | YAMLSeq | Scalar> {
  if (isMap(node)) {
    yield node
    for (const { key, value } of node.items) {
      yield* valuesIn(key)
      yield* valuesIn(value)
    }
  } else if (isSeq(node)) {
    yield node
    for (const item of node.items) yield* valuesIn(item)
  } else if (isScalar(node) && !isAlias(node)) yield node
}
