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
const likeness = (a: string, b: string) => {
  const [one, other] = [pairsOf(a), pairsOf(b)]
  return one.size + other.size === 0 ? 0 : (2 * one.intersection(other).size) / (one.size + other.size)
}

const headingsOf = (source: string) => Array.from(source.matchAll(/^#{1,3} (.+)$/gm), ([, text = '']) => text)

/** The pages that somebody who asked for a missing one may have meant, likeliest first. */
export const suggest = (pages: readonly DocsPage[], asked: string): DocsPage[] =>
  pages
    .map(page => ({
      page,
      score: Math.max(...[page.slug, ...headingsOf(page.source)].map(text => likeness(text, asked))),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ page }) => page)
