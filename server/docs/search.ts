/** Which sections of the documentation a question is about. */
import { type DocsPage, type Library, REFERENCE } from './library.ts'
import { type Passage, passagesOf } from './passages.ts'
import { scoresOf } from './scores.ts'
import { termsOf } from './words.ts'

const MOST_FOUND = 12

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

/** Records of decisions, and lists: of operations, and of what a standard requires. */
const isBackground = ({ slug, section }: DocsPage) => slug === REFERENCE || slug === 'asvs' || section === 'Decisions'

export type Search = ReturnType<typeof searchIn>

export const searchIn = ({ pages, also }: Pick<Library, 'pages' | 'also'>) => {
  const passages = pages.flatMap(page => passagesOf(page, also))
  const { weigh, sentencesOf, excerptOf } = scoresOf(passages)
  const positions = new Map(pages.map((page, at) => [page, at]))

  const weightOf = (page: DocsPage, asked: DocsPage | undefined) => {
    const background = isBackground(page) && page !== asked ? BACKGROUND : 1
    if (!asked || asked.slug === 'index') return background
    if (page === asked) return ASKED
    const steps = Math.abs((positions.get(page) ?? 0) - (positions.get(asked) ?? 0))
    return steps === 1 ? background * BESIDE : background
  }

  /** The sections that fit best, best first; none for a question without a word that is there. */
  const rank = ({ question, goal = '', page }: Question): Ranked[] => {
    const { scores, shares, inOneSentence } = weigh(termsOf(question))
    const wished = weigh(termsOf(goal)).scores
    return [...scores]
      .flatMap(([at, score]) => {
        const passage = passages[at]
        if (!passage) return []
        const share = shares.get(at) ?? 0
        const wanted =
          score * (SPREAD + (1 - SPREAD) * share) +
          SENTENCE * (inOneSentence.get(at) ?? 0) +
          GOAL * (wished.get(at) ?? 0)
        return [{ passage, at, share, score: wanted * weightOf(passage.page, page) }]
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_FOUND)
  }

  /** The sections for a search box. */
  const find = (question: string): Found[] => {
    const terms = termsOf(question)
    return rank({ question }).map(({ passage, at }) => ({ passage, excerpt: excerptOf(at, terms) }))
  }
  return { rank, find, sentencesOf: (section: number, question: string) => sentencesOf(section, termsOf(question)) }
}
