/** The part of the address behind `?`: plain text both ways, so that `?query=123` stays the text 123. */
export type RawSearch = Record<string, unknown>

export const parseSearch = (search: string): RawSearch => {
  const params = new URLSearchParams(search)
  const raw: RawSearch = {}
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    raw[name] = values.length > 1 ? values : values[0]
  }
  return raw
}

/** What is empty or not set does not appear. */
export const stringifySearch = (search: RawSearch): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search))
    for (const one of [value].flat())
      if (one !== undefined && one !== null && one !== '' && one !== false) params.append(name, String(one))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

export const textParam = (value: unknown): string | undefined => {
  const first = [value].flat()[0]
  return first === undefined || first === null || first === '' ? undefined : String(first)
}

export const listParam = (value: unknown): string[] =>
  [value].flat().flatMap(one => (one === undefined || one === null || one === '' ? [] : [String(one)]))

export const flagParam = (value: unknown): true | undefined =>
  value === true || value === 'true' || value === '1' ? true : undefined

/** A whole number of at most nine digits, 0 or more. */
export const numberParam = (value: unknown): number | undefined => {
  const text = textParam(value)
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

export const choiceParam = <const Choice extends string>(value: unknown, choices: readonly Choice[]) =>
  choices.find(choice => choice === textParam(value))

/** The order that a list is asked for, by what its operation can sort by. */
export const sortParams = <const By extends string>(raw: RawSearch, sorts: readonly By[]) => ({
  sort: choiceParam(raw.sort, sorts),
  order: choiceParam(raw.order, ['asc', 'desc']),
})

/** The sorting of tables, which every page keeps. */
export const tableParams = (raw: RawSearch): RawSearch =>
  Object.fromEntries(Object.entries(raw).filter(([name]) => /^(sort|order)$|.(Sort|Order)$/.test(name)))

/** Pages count from 0; the first one does not appear in the address. */
export const pageParam = (value: unknown): number | undefined => numberParam(value) || undefined
