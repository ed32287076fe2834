/** Links between files of the documentation, as addresses of its pages. */
import { posix } from 'node:path'

const INSIDE = /^(?!\w+:|\/)([^#]+)\.md(#.*)?$/
const MARKDOWN_LINK = /(?<=\]\()([^()\s]+)(?=\))/g

const pageOf = (slug: string, path: string) => `/docs/${posix.normalize(posix.join(posix.dirname(slug), path))}`

/** Where a link of this page leads: `permissions.md#roles` → `/docs/permissions#roles`. */
export const linkFrom = (slug: string, href: string): string => {
  const [, path, hash = ''] = INSIDE.exec(href) ?? []
  return path ? `${pageOf(slug, path)}${hash}` : href
}

/** A piece of a page's Markdown whose links lead on from anywhere. */
export const withWholeLinks = (slug: string, markdown: string, base: string): string =>
  markdown.replace(MARKDOWN_LINK, href => {
    const address = href.startsWith('#') ? `/docs/${slug}${href}` : linkFrom(slug, href)
    return address.startsWith('/') ? `${base}${address}` : address
  })
