/** Why a field can't be changed alone: other lines share its value, or the form doesn't support its notation. */
import { isAlias, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Document } from '../descriptors/document.ts'
import { isMergeKey, keyText, pairsOf, resolved } from '../descriptors/nodes.ts'

const MERGED = 'It comes from a merge key (<<).'

/** Checks a value and everything in it. */
const shared = (node: unknown): string | undefined => {
  if (isAlias(node)) return `It is written as an alias (*${node.source}).`
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return undefined
  if (node.anchor) return `It has an anchor (&${node.anchor}), and other lines may use it.`
  if (isSeq(node)) return firstOf(node.items)
  if (!isMap(node)) return undefined
  if (node.items.some(({ key }) => isMergeKey(key))) return 'It uses a merge key (<<).'
  return firstOf(node.items.map(({ value }) => value))
}

const firstOf = (nodes: readonly unknown[]): string | undefined => {
  for (const node of nodes) {
    const reason = shared(node)
    if (reason !== undefined) return reason
  }
  return undefined
}

const ownPair = (map: YAMLMap, key: string) =>
  map.items.find(pair => !isMergeKey(pair.key) && keyText(pair.key) === key)

/** The map under `info`, and the reason if nothing in it can be changed. */
export const infoOf = (document: Document): { map: YAMLMap | undefined; reason: string | undefined } => {
  const pair = pairsOf(document, document.root).find(({ key }) => keyText(key) === 'info')
  const map = resolved(document, pair?.value)
  const isOwn = ownPair(document.root, 'info') !== undefined
  const reason = isAlias(pair?.value) || (isMap(map) && map.anchor) ? 'info is shared with other lines.' : undefined
  return { map: isMap(map) ? map : undefined, reason: isOwn ? reason : MERGED }
}

/** Why the value of a key of `info` can't be changed alone. */
export const sharedAt = (document: Document, info: YAMLMap, key: string): string | undefined => {
  const own = ownPair(info, key)
  if (own) return shared(own.value)
  return pairsOf(document, info).some(pair => keyText(pair.key) === key) ? MERGED : undefined
}

/** The list of a key; undefined if the value is missing or isn't a list. */
export const listAt = (document: Document, info: YAMLMap, key: string): YAMLSeq | undefined => {
  const list = resolved(document, ownPair(info, key)?.value)
  return isSeq(list) ? list : undefined
}
