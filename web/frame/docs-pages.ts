/** The pages of the documentation and their sections. */
import type { Hit } from '../core/layout/slice.ts'

const LINE = /^(?:- \[(?<title>.+)\]\((?<path>\/docs\/[\w-]+)\.md\)| {2}- (?<section>.+))$/

/** As the documentation makes the anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

export const pagesIn = (sitemap: string): Hit[] => {
  let page: Hit | undefined
  return sitemap.split('\n').flatMap(line => {
    const { title, path, section } = LINE.exec(line)?.groups ?? {}
    if (title && path) {
      page = { label: title, to: path, isOutside: true }
      return [page]
    }
    return section && page ? [{ ...page, label: section, hint: page.label, to: `${page.to}#${anchorOf(section)}` }] : []
  })
}

/** Nothing where the documentation can't be reached: the rest is still found. */
export const docsPages = async (): Promise<Hit[]> => {
  const response = await fetch('/docs/sitemap.md')
  return response.ok ? pagesIn(await response.text()) : []
}
