import type { DocsPage } from './library.ts'

const MOST = 5

const pairsOf = (text: string) => {
  const letters = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)))
}

/** How alike two texts are by the pairs of letters they share (Dice), 0 to 1. */
const likeness = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  one.size + other.size === 0 ? 0 : (2 * one.intersection(other).size) / (one.size + other.size)

const headingsOf = (source: string) => Array.from(source.matchAll(/^#{1,2} (.+)$/gm), ([, text = '']) => text)

/** Finds the pages that someone who asked for a missing one may have meant, likeliest first. */
export const suggesterOf = (pages: readonly DocsPage[]) => {
  const known = pages.map(page => ({ page, names: [page.slug, ...headingsOf(page.source)].map(pairsOf) }))
  return (asked: string): DocsPage[] => {
    const wanted = pairsOf(asked)
    return known
      .map(({ page, names }) => ({ page, score: Math.max(...names.map(name => likeness(name, wanted))) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST)
      .map(({ page }) => page)
  }
}
