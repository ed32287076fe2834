/** Answers a question from the documentation: ranked sections and the sentences in them that answer, quoted, never invented. */
import type { Passage } from './passages.ts'
import type { Question, Search } from './search.ts'
import { blocksOf } from './sentences.ts'

const MOST_QUOTED = 3
const MOST_EXCERPTS = 3
const LONGEST_EXCERPT = 1500
/** A section with fewer of the question's words, rare ones counting more, does not answer it. */
const ANSWERS = 0.4
/** A section that fits so much less than the best one is no source. */
const SOURCE = 0.5
/** What comes first in a section is what it is about. */
const FIRST = 1.3

export type Excerpt = { readonly passage: Passage; readonly text: string; readonly isWhole: boolean }

/** What a question is answered from; a writer of prose would get the same. */
export type Answer = {
  /** Quoted from the first excerpt's section, in its order; empty where nothing answers. */
  readonly quotes: readonly string[]
  readonly excerpts: readonly Excerpt[]
  /** Sections that may help where nothing answers. */
  readonly near: readonly Passage[]
}

const excerptOf = (passage: Passage): Excerpt => {
  const [first = '', ...rest] = blocksOf(passage.text)
  const kept = rest.reduce(
    (text, block) => (text.length + block.length < LONGEST_EXCERPT ? `${text}\n\n${block}` : text),
    first,
  )
  return { passage, text: kept, isWhole: kept.length >= passage.text.length }
}

export const answererOf = ({ rank, sentencesOf }: Search) => {
  const quotesFrom = (section: number, question: string) =>
    sentencesOf(section, question)
      .map(({ index, sentence, score }) => ({ index, sentence, score: index === 0 ? score * FIRST : score }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, MOST_QUOTED)
      .filter(({ score }, i, [best]) => i === 0 || score > (best?.score ?? 0) / 2)
      .sort((a, b) => a.index - b.index)
      .map(({ sentence }) => sentence)

  return (asked: Question): Answer => {
    const ranked = rank(asked).filter(({ passage }) => passage.text !== '')
    const [best] = ranked
    if (!best || best.share < ANSWERS)
      return { quotes: [], excerpts: [], near: ranked.slice(0, MOST_EXCERPTS).map(({ passage }) => passage) }
    const sources = ranked.filter(({ score }) => score >= best.score * SOURCE).slice(0, MOST_EXCERPTS)
    return {
      quotes: quotesFrom(best.at, asked.question),
      excerpts: sources.map(({ passage }) => excerptOf(passage)),
      near: [],
    }
  }
}
