/** JSON whose numbers keep their digits. */

declare global {
  interface JSON {
    rawJSON(text: string): object
    isRawJSON(value: unknown): boolean
  }
}

/** Numbers that JavaScript would write in another way are written again as they were. */
export const parseExactly = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown, { source }: { source?: string } = {}) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value,
  )
