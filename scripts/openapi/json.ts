/** Looks into JSON whose shape nobody has checked. */

export type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object at this key; an empty one where there is none. */
export const recordAt = (node: Json, key: string): Json => {
  const value = Object.hasOwn(node, key) ? node[key] : undefined
  return isRecord(value) ? value : {}
}

export const listAt = (node: Json, key: string): readonly unknown[] => {
  const value = node[key]
  return Array.isArray(value) ? value : []
}

export const recordsAt = (node: Json, key: string): readonly Json[] => listAt(node, key).filter(isRecord)

export const textAt = (node: Json, key: string): string | undefined => {
  const value = node[key]
  return typeof value === 'string' ? value : undefined
}

export const textsAt = (node: Json, key: string): readonly string[] =>
  listAt(node, key).filter(value => typeof value === 'string')

export const numberAt = (node: Json, key: string): number | undefined => {
  const value = node[key]
  return typeof value === 'number' ? value : undefined
}
