/** Parts of a parsed document: keys, places, what aliases stand for, and what merge keys (`<<`) bring in. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'

export type YamlValue = YAMLMap | YAMLSeq | Scalar

/** What each alias stands for. */
export type Targets = { readonly targets: ReadonlyMap<Alias, YamlValue> }

/** A key as text, as JSON will have it: `404:` is '404'. Undefined for a key that is no scalar. */
export const keyText = (key: unknown): string | undefined => {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : (key.source ?? '')
}

/** Where a node begins and ends in the text. */
export const rangeOf = (node: unknown): readonly [number, number] | undefined => {
  if (!isMap(node) && !isSeq(node) && !isScalar(node) && !isAlias(node)) return undefined
  return node.range ? [node.range[0], node.range[1]] : undefined
}

/** The value itself, where an alias stands for it; undefined for nothing (`key:` without a value). */
export const resolved = ({ targets }: Targets, node: unknown): YamlValue | undefined => {
  if (isAlias(node)) return targets.get(node)
  return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined
}

/** `<<` as it is written; in quotes it is a key like any other. (https://yaml.org/type/merge.html) */
export const isMergeKey = (key: unknown): boolean => isScalar(key) && key.source === '<<' && key.type === 'PLAIN'

/** The maps that a merge key names; undefined where its value is neither a map nor a list of maps. */
export const mergedMaps = (document: Targets, value: unknown): readonly YAMLMap[] | undefined => {
  const named = resolved(document, value)
  const maps = isSeq(named) ? named.items.map(item => resolved(document, item)) : [named]
  return maps.every(isMap) ? maps : undefined
}

const read = new WeakMap<YAMLMap, readonly Pair[]>()

/** The pairs of a map, with those that merge keys bring in. The map's own pairs win, then the maps that are named first. */
export const pairsOf = (document: Targets, map: YAMLMap): readonly Pair[] => {
  const known = read.get(map)
  if (known) return known
  const pairs = map.items.some(({ key }) => isMergeKey(key)) ? withMerged(document, map) : map.items
  read.set(map, pairs)
  return pairs
}

const withMerged = (document: Targets, map: YAMLMap): readonly Pair[] => {
  const own = map.items.filter(({ key }) => !isMergeKey(key))
  const seen = new Set(own.map(({ key }) => keyText(key)))
  const isNew = ({ key }: Pair) => !seen.has(keyText(key)) && seen.add(keyText(key))
  return map.items.flatMap(pair =>
    isMergeKey(pair.key)
      ? (mergedMaps(document, pair.value) ?? []).flatMap(merged => pairsOf(document, merged).filter(isNew))
      : [pair],
  )
}
