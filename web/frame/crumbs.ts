/** The pages above a page, read from its address: each part of it that is a page of its own. */
import type { Entry } from '../core/layout/slice.ts'

export type Crumb = { readonly to: string; readonly label: string }

/** What is read of a slice. */
type Addresses = {
  readonly pages?: readonly { readonly at: readonly string[] }[]
  readonly sidebar?: readonly Entry[]
  readonly settings?: readonly Entry[]
}

const partsOf = (path: string) => path.split('/').filter(part => part !== '')

const isAt = (parts: readonly string[]) => (pattern: string) => {
  const wanted = partsOf(pattern)
  return wanted.length === parts.length && wanted.every((part, place) => part.startsWith('$') || part === parts[place])
}

const decoded = (part: string) => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Outermost first. A page that belongs to a menu entry under another address (`alsoAt`) is below that entry. */
export const crumbsOf = (slices: readonly Addresses[], pathname: string): Crumb[] => {
  const entries = slices.flatMap(({ sidebar = [], settings = [] }) => [...sidebar, ...settings])
  const pages = slices.flatMap(({ pages = [] }) => pages.flatMap(({ at }) => at))
  const beside = entries.find(({ alsoAt, belowIt }) => belowIt && alsoAt === pathname)
  if (beside) return [{ to: beside.to, label: beside.label }]
  const parts = partsOf(pathname)
  return parts.slice(0, -1).flatMap((part, place) => {
    const above = parts.slice(0, place + 1)
    if (!pages.some(isAt(above))) return []
    const to = `/${above.join('/')}`
    const entry = entries.find(entry => !entry.search && (entry.to === to || entry.alsoAt === to))
    return { to, label: entry?.label ?? decoded(part) }
  })
}
