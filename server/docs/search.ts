/** Full-text search over the documentation: an index in memory, made with the first question, whichever database the product uses. */
import { DatabaseSync } from 'node:sqlite'
import type { DocsPage } from './library.ts'
import { type Passage, passagesOf } from './passages.ts'

export const LONGEST_QUESTION = 512

const MOST_WORDS = 40
const MOST_FOUND = 12

/** Words that nearly every section has say nothing about which one is meant. */
const COMMON = new Set(
  'a an and are as at be but by can could did do does for from had has have how i if in into is it its may me must my no not of on one or our shall she so some such than that the their them then there these they this to us was we were what when where which who why will with would you your'.split(
    ' ',
  ),
)

/** How much a hit in the page's title, the heading and the text counts. */
const WEIGHTS = '2.0, 6.0, 1.0'

const wordsOf = (question: string) => {
  const words =
    question
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, MOST_WORDS) ?? []
  const telling = words.filter(word => !COMMON.has(word))
  return telling.length > 0 ? telling : words
}

/** In the words of FTS5: any of them, each as a plain string. */
const matching = (question: string) =>
  wordsOf(question)
    .map(word => `"${word}"`)
    .join(' OR ')

export type Found = {
  readonly passage: Passage
  /** The part of its text that fits best, the words that were found between U+E000 and U+E001. */
  readonly excerpt: string
}

const plain = (markdown: string) =>
  markdown
    .replace(/^```.*$/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\|[-| ]+\|$/gm, '')
    .replace(/[*`|>]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

export const searchIn = (pages: readonly DocsPage[]) => {
  const passages = pages.flatMap(passagesOf)
  const db = new DatabaseSync(':memory:')
  db.exec(`create virtual table passages using fts5(title, heading, text, tokenize = 'porter unicode61')`)
  const insert = db.prepare('insert into passages (rowid, title, heading, text) values (?, ?, ?, ?)')
  for (const [at, { page, heading, text }] of passages.entries()) insert.run(at, page.title, heading, plain(text))
  const find = db.prepare(
    `select rowid as at, snippet(passages, 2, char(57344), char(57345), '…', 32) as excerpt from passages
      where passages match ? order by bm25(passages, ${WEIGHTS}) limit ${MOST_FOUND}`,
  )
  /** The sections that fit best, best first; none for a question without a word that is there. */
  return (question: string): Found[] => {
    const wanted = matching(question.slice(0, LONGEST_QUESTION))
    if (wanted === '') return []
    return find.all(wanted).flatMap(({ at, excerpt }) => {
      const passage = passages[Number(at)]
      return passage ? [{ passage, excerpt: String(excerpt) }] : []
    })
  }
}
