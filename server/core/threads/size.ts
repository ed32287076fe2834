/** Characters and bytes of plain data. What is in it more than once is sent once, so it counts once. */
export const sizeOf = (value: unknown, seen = new Set<object>()): number => {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0
  seen.add(value)
  if (value instanceof Uint8Array) return value.byteLength
  return Object.values(value).reduce<number>((sum, one) => sum + sizeOf(one, seen), 0)
}
