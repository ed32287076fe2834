import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { safeUrl } from './safe-url.ts'

type Link = EntityDetails['links'][number]

const MOST = 6

/** The links to show as buttons below the name: the first ones that can be opened. */
export const headerLinks = (links: readonly Link[]) =>
  links.filter(({ url }) => safeUrl(url) !== undefined).slice(0, MOST)

/** Links that need a longer text, or have no button. */
export const listedLinks = (links: readonly Link[]) => {
  const buttons = new Set(headerLinks(links))
  return links.filter(link => link.description || !buttons.has(link))
}
