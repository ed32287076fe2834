/**
 * What a document says, without how it is written: two documents say the same if their data is equal. Numbers are their digits as
 * written, so that `0815`, `815` and `"815"` are three different values.
 */
import { isMap, isScalar, isSeq, type Scalar } from 'yaml'
import type { Document } from './document.ts'
import { keyText, pairsOf, resolved } from './nodes.ts'

export type DataMap = ReadonlyMap<string, Data>
/** `source`: of what is no text, as it is written. */
export type Data = DataMap | readonly Data[] | { readonly text: string } | { readonly source: string }

const NOTHING = { source: 'null' }

const scalarData = ({ value, source }: Scalar): Data => {
  if (typeof value === 'string') return { text: value }
  return value === null || source === undefined ? NOTHING : { source }
}

export const dataOf = (document: Document, node: unknown = document.root): Data => {
  const value = resolved(document, node)
  if (isMap(value))
    return new Map(
      pairsOf(document, value).map(pair => [keyText(pair.key) ?? '', dataOf(document, pair.value)] as const),
    )
  if (isSeq(value)) return value.items.map(item => dataOf(document, item))
  return isScalar(value) ? scalarData(value) : NOTHING
}

export const isDataMap = (data: Data | undefined): data is DataMap => data instanceof Map
export const isDataList = (data: Data | undefined): data is readonly Data[] => Array.isArray(data)

/** Equal texts for equal data; the order of keys does not count. */
export const fingerprint = (data: Data): string => {
  if (isDataMap(data)) {
    const entries = Array.from(data, ([key, value]) => `${JSON.stringify(key)}:${fingerprint(value)}`)
    return `{${entries.toSorted().join()}}`
  }
  if (isDataList(data)) return `[${data.map(fingerprint).join()}]`
  return 'text' in data ? JSON.stringify(data.text) : data.source
}

export type MergeOptions = {
  /** Lists are appended to instead of replaced; equal plain values are then kept once. */
  readonly appendArrays?: boolean | undefined
  /** Keys and list items with this value are left out of the result. */
  readonly deleteMarkerValue?: string | undefined
  /**
   * By the key of a list, what tells its items apart, such as `members: 'email'`. An item of the new list is merged into the one that it
   * names, so that what it does not speak of stays; items that are not named go. Or, for each item of the new list, the index of the old
   * one: an empty map then keeps that one as it is, whatever it is.
   */
  readonly identifiedBy?: Readonly<Record<string, Identity>> | undefined
}

export type Identity = string | readonly (number | null)[]

/** Whether it is the value that removes a key. */
export const isMarker = (data: Data, { deleteMarkerValue: marker }: MergeOptions): boolean => {
  if (marker === undefined || isDataMap(data) || isDataList(data)) return false
  return ('text' in data ? data.text : data.source) === marker
}

/** Without what is marked for removal. */
export const unmarked = (data: Data, options: MergeOptions): Data => {
  if (isDataMap(data))
    return new Map(
      Array.from(data)
        .filter(([, value]) => !isMarker(value, options))
        .map(([key, value]) => [key, unmarked(value, options)] as const),
    )
  if (isDataList(data)) return data.filter(item => !isMarker(item, options)).map(item => unmarked(item, options))
  return data
}

const isPlain = (data: Data) => !isDataMap(data) && !isDataList(data)

/** Whether a list does not have an item yet, nor had it been asked about; maps and lists count as new. */
export const newItemsOf = (there: readonly Data[]): ((item: Data) => boolean) => {
  const seen = new Set(there.filter(isPlain).map(fingerprint))
  return item => {
    if (!isPlain(item)) return true
    const key = fingerprint(item)
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  }
}

/** An item of a list after the merge, and the index of the one that it was. */
export type MergedItem = { readonly data: Data; readonly from: number | undefined }

const identityOf = (item: Data, by: string): string | undefined => {
  const value = isDataMap(item) ? item.get(by) : undefined
  return value && 'text' in value ? value.text.toLowerCase() : undefined
}

/** The new list, each item with the first one of the old list that it names and that no other does. */
export const mergedItems = (
  there: readonly Data[],
  patch: readonly Data[],
  { by, ...options }: MergeOptions & { readonly by: Identity },
): MergedItem[] => {
  const olderOf = typeof by === 'string' ? byKey(there, by) : (_: Data, place: number) => by[place] ?? undefined
  return patch.map((item, place) => {
    const from = olderOf(item, place)
    const old = from === undefined ? undefined : there[from]
    if (old === undefined) return { data: mergedData(undefined, item, options), from: undefined }
    const isKept = isDataMap(item) && item.size === 0
    return { data: isKept ? unmarked(old, options) : mergedData(old, item, options), from }
  })
}

/** Each old item is named once. */
const byKey = (there: readonly Data[], by: string) => {
  const known = Map.groupBy(there.keys(), index => identityOf(there[index] ?? NOTHING, by))
  return (item: Data): number | undefined => {
    const identity = identityOf(item, by)
    return identity === undefined ? undefined : known.get(identity)?.shift()
  }
}

/** Maps are merged, everything else is replaced. */
export const mergedData = (there: Data | undefined, patch: Data, options: MergeOptions): Data => {
  if (isDataMap(there) && isDataMap(patch)) {
    const merged = new Map(there)
    for (const [key, value] of patch) merged.set(key, mergedAt(key, [there.get(key), value], options))
    return unmarked(merged, options)
  }
  if (options.appendArrays && isDataList(there) && isDataList(patch))
    return unmarked([...there, ...patch.filter(newItemsOf(there))], options)
  return unmarked(patch, options)
}

/** The value of a key. */
export const mergedAt = (
  key: string | undefined,
  [there, patch]: readonly [Data | undefined, Data],
  options: MergeOptions,
): Data => {
  const by = key === undefined ? undefined : options.identifiedBy?.[key]
  if (by === undefined || !isDataList(there) || !isDataList(patch)) return mergedData(there, patch, options)
  return mergedItems(there, patch, { ...options, by }).map(({ data }) => data)
}
