/** One document merged into another, as changes of its text: see `mergedData` for what the result says. */
import { isMap, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import {
  type Data,
  dataOf,
  fingerprint,
  type Identity,
  isDataList,
  isDataMap,
  isMarker,
  type MergeOptions,
  mergedAt,
  mergedData,
  mergedItems,
  newItemsOf,
  unmarked,
} from './data.ts'
import type { Document } from './document.ts'
import { isMergeKey, keyText, pairsOf, resolved, type YamlValue } from './nodes.ts'
import { type NewPair, type Slot, TextChanges } from './text-changes.ts'
import { copyOf, nodeOf } from './written.ts'

/** By key, the values of the other document. */
type Patch = ReadonlyMap<string, unknown>

const entriesOf = (document: Document, map: YAMLMap) =>
  pairsOf(document, map).map(({ key, value }) => [keyText(key) ?? '', value] as const)

/** A list, the one that it becomes, and what tells their items apart. */
type Items = { readonly before: readonly Data[]; readonly patch: YAMLSeq; readonly by: Identity }

class Merging {
  readonly #into: Document
  readonly #from: Document
  readonly #options: MergeOptions
  readonly #changes: TextChanges

  constructor(into: Document, from: Document, options: MergeOptions) {
    this.#into = into
    this.#from = from
    this.#options = options
    this.#changes = new TextChanges(into)
  }

  text(): string | undefined {
    const patch = this.#into === this.#from ? [] : entriesOf(this.#from, this.#from.root)
    const whole = { value: this.#into.root, indent: '', isInFlow: false, within: [] }
    this.#mergeMap(this.#into.root, new Map(patch), whole)
    return this.#changes.text()
  }

  #mergeMap(map: YAMLMap, patch: Patch, slot: Slot) {
    const { own, gone, inherited, isEditable } = this.#partsOf(map, patch, slot)
    if (!isEditable) return this.#rewrite(slot, patch)
    for (const pair of own)
      if (!gone.has(pair)) this.#mergePair(keyText(pair.key) ?? '', patch, this.#changes.slotOf(pair, map, slot))
    const names = new Set(own.map(({ key }) => keyText(key)))
    const added = Array.from(patch).filter(([key]) => !names.has(key) && !this.#isMarkedIn(patch, key))
    const last = map.items.findLast(pair => !gone.has(pair))
    this.#changes.add(
      added.map(([key, node]) => this.#newPair(key, node, inherited)),
      { map, last, slot },
    )
    this.#changes.remove(gone, map, slot)
  }

  /** The pairs of a map and which of them go; `isEditable`: it need not be written again as a whole. */
  #partsOf(map: YAMLMap, patch: Patch, slot: Slot) {
    const own = map.items.filter(({ key }) => !isMergeKey(key))
    const gone = new Set(own.filter(pair => this.#goes(pair, patch)))
    const inherited = this.#inheritedBy(map, own)
    const isInheritedGone = Array.from(inherited.keys()).some(key => this.#isMarkedIn(patch, key))
    const isEditable = !isInheritedGone && (gone.size === 0 || this.#changes.canRemove(gone, map, slot))
    return { own, gone, inherited, isEditable }
  }

  /** What merge keys bring in. */
  #inheritedBy(map: YAMLMap, own: readonly Pair[]): Patch {
    const entries = new Map(entriesOf(this.#into, map))
    for (const { key } of own) entries.delete(keyText(key) ?? '')
    return entries
  }

  #mergePair(key: string, patch: Patch, slot: Slot) {
    if (patch.has(key)) this.#mergeValue(slot, patch.get(key))
    else this.#removeMarkedIn(slot)
  }

  /** Whether a pair is to be removed: by the patch, or because its own value is the marker. */
  #goes(pair: Pair, patch: Patch): boolean {
    const key = keyText(pair.key) ?? ''
    return patch.has(key) ? this.#isMarkedIn(patch, key) : isMarker(dataOf(this.#into, pair.value), this.#options)
  }

  #isMarkedIn(patch: Patch, key: string): boolean {
    return patch.has(key) && isMarker(dataOf(this.#from, patch.get(key)), this.#options)
  }

  #mergeValue(slot: Slot, patch: unknown) {
    const [there, value] = [slot.value, resolved(this.#from, patch)]
    const before = dataOf(this.#into, there)
    const key = keyText(slot.pair?.key)
    const by = key === undefined ? undefined : this.#options.identifiedBy?.[key]
    const wanted = mergedAt(key, [before, dataOf(this.#from, patch)], this.#options)
    if (fingerprint(before) === fingerprint(wanted)) return
    if (by !== undefined && isDataList(before) && isSeq(value)) {
      if (isSeq(there) && this.#mergeItems(there, { before, patch: value, by }, slot)) return
      return this.#changes.put(slot, nodeOf(wanted))
    }
    if (isMap(there) && isMap(value)) return this.#mergeMap(there, new Map(entriesOf(this.#from, value)), slot)
    const isAppended = this.#options.appendArrays === true && isSeq(value) && isDataList(before)
    if (isAppended && isSeq(there) && there.items.length > 0 && !this.#hasMarked(before))
      return this.#append(there, value, slot)
    const isMerged = isAppended || (isDataMap(before) && isMap(value))
    this.#changes.put(slot, isMerged ? nodeOf(wanted) : this.#copyOf(patch))
  }

  /** Writes only what changed; answers false where the order of items changes, or nothing of the list would stay. */
  #mergeItems(list: YAMLSeq, { before, patch, by }: Items, slot: Slot): boolean {
    const sent = patch.items.map(item => dataOf(this.#from, item))
    const items = mergedItems(before, sent, { ...this.#options, by })
    const kept = items.flatMap(({ from }) => from ?? [])
    const isInOrder = kept.every((from, index) => from > (kept[index - 1] ?? -1))
    const isAtEnd = items.slice(kept.length).every(({ from }) => from === undefined)
    if (kept.length === 0 || !isInOrder || !isAtEnd || !this.#changes.canChangeItems(list, slot)) return false
    const within = { indent: '', isInFlow: false, within: [...slot.within, list] }
    const changes = list.items.map((item, index) => {
      const place = kept.indexOf(index)
      const data = items[place]?.data
      if (data === undefined) return null
      if (fingerprint(data) === fingerprint(dataOf(this.#into, item))) return undefined
      return this.#mergeItem({ ...within, value: item }, patch.items[place]) ? undefined : nodeOf(data)
    })
    const added = items.slice(kept.length).map(({ data }) => nodeOf(data))
    this.#changes.changeItems(changes, added, { list, slot })
    return true
  }

  /** Answers false where the item must be written again as a whole. */
  #mergeItem(slot: Slot, patch: unknown): boolean {
    const value = resolved(this.#from, patch)
    if (!isMap(slot.value) || !isMap(value)) return false
    const entries = new Map(entriesOf(this.#from, value))
    if (!this.#partsOf(slot.value, entries, slot).isEditable) return false
    this.#mergeMap(slot.value, entries, slot)
    return true
  }

  #append(list: YAMLSeq, patch: YAMLSeq, slot: Slot) {
    const isNew = newItemsOf(list.items.map(item => dataOf(this.#into, item)))
    const items = patch.items.filter(item => {
      const data = dataOf(this.#from, item)
      return !isMarker(data, this.#options) && isNew(data)
    })
    this.#changes.append(
      items.map(item => this.#copyOf(item)),
      list,
      slot,
    )
  }

  #copyOf(node: unknown): YamlValue {
    return copyOf(this.#from, node, one => isMarker(dataOf(this.#from, one), this.#options))
  }

  #newPair(key: string, node: unknown, inherited: Patch): NewPair {
    const there = inherited.has(key) ? dataOf(this.#into, inherited.get(key)) : undefined
    if (!isDataMap(there) || !isMap(resolved(this.#from, node))) return [key, this.#copyOf(node)]
    return [key, nodeOf(mergedData(there, dataOf(this.#from, node), this.#options))]
  }

  #hasMarked(data: Data): boolean {
    if (this.#options.deleteMarkerValue === undefined) return false
    return fingerprint(unmarked(data, this.#options)) !== fingerprint(data)
  }

  /** Of what the patch does not name, only what is marked for removal goes. */
  #removeMarkedIn(slot: Slot) {
    const data = dataOf(this.#into, slot.value)
    if (!this.#hasMarked(data)) return
    if (isMap(slot.value)) this.#mergeMap(slot.value, new Map(), slot)
    else this.#changes.put(slot, nodeOf(unmarked(data, this.#options)))
  }

  /** The whole value from its data: where no part of it can stay as it is written. */
  #rewrite(slot: Slot, patch: Patch) {
    const patched = new Map(Array.from(patch, ([key, node]) => [key, dataOf(this.#from, node)] as const))
    this.#changes.put(slot, nodeOf(mergedData(dataOf(this.#into, slot.value), patched, this.#options)))
  }
}

/**
 * The text of `into` with the patch merged into it; with itself as the patch, only without what is marked. Undefined where that cannot
 * be written.
 */
export const mergedText = (into: Document, from: Document, options: MergeOptions): string | undefined =>
  new Merging(into, from, options).text()
