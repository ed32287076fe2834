/** Between an instant in the address and what a `datetime-local` field holds: the reader's own wall clock, without its zone. */

const two = (value: number) => String(value).padStart(2, '0')

/** @returns an empty text where the instant cannot be understood */
export const toField = (instant: string | undefined): string => {
  const date = new Date(instant ?? '')
  if (Number.isNaN(date.getTime())) return ''
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

const FIRST_YEAR = 1970

/** @returns undefined while it is not a whole time yet: a year that is being typed passes through the first centuries */
export const fromField = (field: string): string | undefined => {
  const date = new Date(field)
  return Number.isNaN(date.getTime()) || date.getFullYear() < FIRST_YEAR ? undefined : date.toISOString()
}
