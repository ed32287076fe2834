/** Which sections of the documentation a question is about, and which sentences of a section. */
import { indexOf } from './index-of-texts.ts'
import { type DocsPage, type Library, REFERENCE } from './library.ts'
import { type Passage, passagesOf } from './passages.ts'
import { plain } from './plain.ts'
import { quotablesOf } from './sentences.ts'
import { type Term, termsOf } from './words.ts'

export const LONGEST_QUESTION = 512

const MOST_FOUND = 12

/** How much a word counts by where it stands; once more in the text of a section counts a little. */
const IN_TITLE = 0.6
const IN_HEADING = 2
/** The words of `docs/also.yaml`. */
const IN_ALSO = 2
const IN_TEXT = 1
const AGAIN = 0.15
const MOST_AGAIN = 4
/** How much another word for the same thing counts beside the word itself. */
const SYNONYM = 0.5
/** How much a sentence that has many of the words counts beside its section. */
const SENTENCE = 0.5
/** How much a section counts that has few of the words; all of it with all of them. */
const SPREAD = 0.4

/** The page that is asked knows best, those beside it come next; records of decisions and lists of operations last. */
const ASKED = 1.7
const BESIDE = 1.1
const BACKGROUND = 0.6

/** How much the reason for a question counts beside the question. */
const GOAL = 0.3

export type Ranked = {
  readonly passage: Passage
  readonly at: number
  readonly score: number
  /** Which part of the question's words the section has, 0 to 1. */
  readonly share: number
}

export type Found = {
  readonly passage: Passage
  /** The part of its text that fits best, the words that were found between U+E000 and U+E001. */
  readonly excerpt: string
}

export type Question = {
  readonly question: string
  readonly goal?: string | undefined
  /** The page that is asked; undefined for the whole documentation. */
  readonly page?: DocsPage | undefined
}

/** Records of decisions and lists of operations. */
const isBackground = ({ slug, section }: DocsPage) => slug === REFERENCE || section === 'Decisions'

export type Search = ReturnType<typeof searchIn>

const add = (sums: Map<number, number>, at: number, value: number) => sums.set(at, (sums.get(at) ?? 0) + value)
const atLeast = (bests: Map<number, number>, at: number, value: number) =>
  bests.set(at, Math.max(bests.get(at) ?? 0, value))

export const searchIn = ({ pages, also }: Pick<Library, 'pages' | 'also'>) => {
  const passages = pages.flatMap(page => passagesOf(page, also))
  const sections = indexOf(
    ['title', 'heading', 'also', 'text'],
    passages.map(({ page, heading, text, also: words }) => [page.title, heading, words, plain(text)]),
  )
  const sentences = passages.flatMap(({ text }, of) =>
    quotablesOf(text).map((sentence, place) => ({ of, place, sentence })),
  )
  const index = indexOf(
    ['text'],
    sentences.map(({ sentence }) => plain(sentence)).map(text => [text]),
  )
  const positions = new Map(pages.map((page, at) => [page, at]))

  const weightOf = (page: DocsPage, asked: DocsPage | undefined) => {
    const background = isBackground(page) && page !== asked ? BACKGROUND : 1
    if (!asked || asked.slug === 'index') return background
    if (page === asked) return ASKED
    const steps = Math.abs((positions.get(page) ?? 0) - (positions.get(asked) ?? 0))
    return steps === 1 ? background * BESIDE : background
  }

  /** How well each section has these words. */
  const sectionsWith = (words: readonly string[]) => {
    const found = new Map<number, number>()
    for (const [column, weight] of Object.entries({
      title: IN_TITLE,
      heading: IN_HEADING,
      also: IN_ALSO,
      text: IN_TEXT,
    }))
      for (const at of sections.having(column, words)) add(found, at, weight)
    return found
  }

  const sentencesWith = ({ word, others }: Term) => {
    const found = new Map<number, number>()
    for (const at of index.having('text', others)) found.set(at, SYNONYM)
    for (const at of index.having('text', [word])) found.set(at, 1)
    return found
  }

  const weigh = (terms: readonly Term[]) => {
    const found = terms.map(({ word, others }) => {
      const best = sectionsWith([word])
      for (const [at, value] of sectionsWith(others)) atLeast(best, at, value * SYNONYM)
      return best
    })
    const rarity = found.map(({ size }) => Math.log(1 + passages.length / (1 + size)))
    const whole = rarity.reduce((sum, weight) => sum + weight, 0)
    const scores = new Map<number, number>()
    const shares = new Map<number, number>()
    const quotes = new Map<number, number>()
    const again = new Map<string, number>()
    for (const [i, term] of terms.entries()) {
      const weight = rarity[i] ?? 0
      for (const [at, value] of found[i] ?? []) {
        add(scores, at, value * weight)
        add(shares, at, weight / whole)
      }
      for (const [at, value] of sentencesWith(term)) {
        add(quotes, at, value * weight)
        const of = sentences[at]?.of ?? -1
        const times = (again.get(`${i} ${of}`) ?? 0) + 1
        again.set(`${i} ${of}`, times)
        if (times > 1 && times <= MOST_AGAIN) add(scores, of, AGAIN * value * weight)
      }
    }
    const best = new Map<number, number>()
    for (const [at, value] of quotes) atLeast(best, sentences[at]?.of ?? -1, value)
    return { scores, shares, quotes, best, whole }
  }

  /** The sections that fit best, best first; none for a question without a word that is there. */
  const rank = ({ question, goal = '', page }: Question): Ranked[] => {
    const { scores, shares, best } = weigh(termsOf(question))
    const wished = weigh(termsOf(goal)).scores
    return [...scores]
      .flatMap(([at, score]) => {
        const passage = passages[at]
        if (!passage) return []
        const share = shares.get(at) ?? 0
        const wanted =
          score * (SPREAD + (1 - SPREAD) * share) + SENTENCE * (best.get(at) ?? 0) + GOAL * (wished.get(at) ?? 0)
        return [{ passage, at, share, score: wanted * weightOf(passage.page, page) }]
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_FOUND)
  }

  /** The sentences of a section, each with how well it has the words of the question. */
  const sentencesOf = (section: number, question: string) => {
    const { quotes } = weigh(termsOf(question))
    return sentences.flatMap(({ of, place, sentence }, at) =>
      of === section ? [{ place, sentence, score: quotes.get(at) ?? 0 }] : [],
    )
  }

  /** The sections for a search box. */
  const find = (question: string): Found[] => {
    const words = termsOf(question).flatMap(({ word, others }) => [word, ...others])
    return rank({ question }).map(({ passage, at }) => ({ passage, excerpt: sections.excerpt(at, 'text', words) }))
  }
  return { rank, find, sentencesOf }
}
