/** New parts of a document as text that fits in where they stand. */
import { isMap, isScalar, isSeq, Pair, Scalar, YAMLMap, YAMLSeq, Document as YamlDocument } from 'yaml'
import { type Data, isDataList, isDataMap } from './data.ts'
import type { Document } from './document.ts'
import { pairsOf, resolved, type YamlValue } from './nodes.ts'

/** What is no text, written as it was: the library would print `0815` as 815. */
class AsWritten {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

const AS_WRITTEN = {
  tag: 'tag:yaml.org,2002:as-written',
  default: true as const,
  identify: (value: unknown) => value instanceof AsWritten,
  resolve: (source: string) => source,
  stringify: ({ value }: Scalar) => (value instanceof AsWritten ? value.source : ''),
}

const copyScalar = ({ value, source, type, comment, commentBefore }: Scalar): Scalar => {
  const copy = new Scalar(typeof value === 'string' ? value : new AsWritten(source?.trim() || 'null'))
  if (typeof value === 'string' && type) copy.type = type
  return Object.assign(copy, { comment, commentBefore })
}

const dressed = <Value extends YAMLMap | YAMLSeq>(copy: Value, { flow, comment, commentBefore }: Value) =>
  Object.assign(copy, { flow, comment, commentBefore })

/** A copy with aliases and merge keys written out and without anchors, so that it can be part of another document. */
export const copyOf = (document: Document, node: unknown, isLeftOut: (node: unknown) => boolean): YamlValue => {
  const value = resolved(document, node)
  const copied = (one: unknown) => copyOf(document, one, isLeftOut)
  if (isMap(value)) {
    const copy = new YAMLMap()
    const pairs = pairsOf(document, value).filter(pair => !isLeftOut(pair.value))
    copy.items = pairs.map(pair => new Pair(copied(pair.key), copied(pair.value)))
    return dressed(copy, value)
  }
  if (isSeq(value)) {
    const copy = new YAMLSeq()
    copy.items = value.items.filter(item => !isLeftOut(item)).map(copied)
    return dressed(copy, value)
  }
  return isScalar(value) ? copyScalar(value) : new Scalar(new AsWritten('null'))
}

export const nodeOf = (data: Data): YamlValue => {
  if (isDataMap(data)) {
    const map = new YAMLMap()
    map.items = Array.from(data, ([key, value]) => new Pair(new Scalar(key), nodeOf(value)))
    return map
  }
  if (isDataList(data)) {
    const list = new YAMLSeq()
    list.items = data.map(nodeOf)
    return list
  }
  return new Scalar('text' in data ? data.text : new AsWritten(data.source))
}

export type Style = {
  /** Of the document that it goes into: under YAML 1.1, `yes` must be quoted. */
  readonly version: '1.1' | '1.2'
  /** A list is not indented below its key. */
  readonly isListAtKey: boolean
  /** Everything in double quotes, as in JSON. */
  readonly isJson: boolean
}

const print = (node: YamlValue, { version, isListAtKey, isJson }: Style) => {
  const document = new YamlDocument(node, { version, customTags: tags => [...tags, AS_WRITTEN] })
  const quoted = isJson ? ({ defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE' } as const) : {}
  return document
    .toString({ lineWidth: 0, indentSeq: !isListAtKey, flowCollectionPadding: !isJson, ...quoted })
    .replace(/\n$/, '')
}

const bare = (node: unknown, isJson: boolean): void => {
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return
  node.comment = node.commentBefore = undefined
  if (isScalar(node)) {
    if (isJson) node.type = undefined
    return
  }
  node.flow = true
  for (const item of node.items) {
    if (item instanceof Pair) {
      bare(item.key, isJson)
      bare(item.value, isJson)
    } else bare(item, isJson)
  }
}

/** On one line, as within brackets. */
export const inFlow = (node: YamlValue, style: Style): string => {
  bare(node, style.isJson)
  const list = new YAMLSeq()
  list.flow = true
  list.items = [node]
  return print(list, style).slice(1, -1).trim()
}

/** A pair within brackets. */
export const pairInFlow = (key: YamlValue, value: YamlValue, style: Style): string => {
  const map = new YAMLMap()
  map.items = [new Pair(key, value)]
  return inFlow(map, style).slice(1, -1).trim()
}

/** The lines of a pair, without the indentation of its map. */
export const pairLines = (key: YamlValue, value: YamlValue, style: Style): string[] => {
  const map = new YAMLMap()
  map.items = [new Pair(key, value)]
  return print(map, style).split('\n')
}

/** The lines of an item, without the indentation of its list. */
export const itemLines = (item: YamlValue, style: Style): string[] => {
  const list = new YAMLSeq()
  list.items = [item]
  return print(list, style).split('\n')
}
