/** JSON as it was sent: with the digits of its numbers and the order of its keys, which JavaScript values do not keep. */

type Texts = ReadonlyMap<string, string>

/** The end of a string, by its last character. */
const endOfString = (text: string, start: number): number => {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** The text of each property of an object that is valid JSON. Of two with the same name the last counts, as everywhere. */
export const propertyTexts = (text: string): Texts => {
  const found = new Map<string, string>()
  let [depth, start] = [0, 0]
  let name: string | undefined
  const take = (end: number) => {
    if (name !== undefined) found.set(name, text.slice(start, end).trim())
    name = undefined
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') {
      const end = endOfString(text, at)
      if (depth === 1 && name === undefined) name = JSON.parse(text.slice(at, end + 1))
      at = end
    } else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') {
      depth--
      if (depth === 0) take(at)
    } else if (depth === 1 && char === ':') start = at + 1
    else if (depth === 1 && char === ',') take(at)
  }
  return found
}

/** Property of a body → its text. */
const texts = new WeakMap<object, () => string | undefined>()

/** Remembers how the properties of a body were sent. They are looked for when one is asked for. */
export const rememberTexts = (body: unknown, text: string) => {
  let all: Texts | undefined
  for (const [name, value] of Object.entries(Object(body)))
    if (typeof value === 'object' && value !== null)
      texts.set(value, () => {
        all ??= propertyTexts(text)
        return all.get(name)
      })
}

/** A property of a body as it was sent; null where there is none. */
export const sentText = (value: object | null | undefined): string | null =>
  value ? (texts.get(value)?.() ?? JSON.stringify(value)) : null

/** An object as JSON, and beside its fields one that is JSON already. */
export const withText = (fields: object, name: string, text: string | null): string =>
  text === null ? JSON.stringify(fields) : `${JSON.stringify(fields).slice(0, -1)},${JSON.stringify(name)}:${text}}`
