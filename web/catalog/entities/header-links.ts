import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { safeUrl } from './safe-url.ts'

type Link = EntityDetails['links'][number]

const MOST = 6

/** Links that are buttons below the name: the first of those that people may open. */
export const headerLinks = (links: readonly Link[]) =>
  links.filter(({ url }) => safeUrl(url) !== undefined).slice(0, MOST)

/** Links that need more words, or have no button. */
export const listedLinks = (links: readonly Link[]) => {
  const buttons = new Set(headerLinks(links))
  return links.filter(link => link.description || !buttons.has(link))
}
