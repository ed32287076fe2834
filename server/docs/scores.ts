/** How well sections, and sentences in them, have the words of a question. */
import { indexOf } from './index-of-texts.ts'
import type { Passage } from './passages.ts'
import { plain } from './plain.ts'
import { quotablesOf } from './sentences.ts'
import type { Term } from './words.ts'

/** How much a word counts by where it stands; `also` are the words of `docs/also.yaml`. */
const PLACES = { title: 0.6, heading: 2, also: 2, text: 1 }
/** How much each further sentence of the section with the word counts, and how many of them count. */
const AGAIN = 0.15
const MOST_AGAIN = 3
/** How much another word for the same thing counts beside the word itself. */
const SYNONYM = 0.5

type Sums = Map<number, number>

const add = (sums: Sums, at: number, value: number) => sums.set(at, (sums.get(at) ?? 0) + value)
const atLeast = (bests: Sums, at: number, value: number) => bests.set(at, Math.max(bests.get(at) ?? 0, value))

export type Scores = {
  /** By section, higher is better; comparable within one question. */
  readonly scores: Sums
  /** Which part of the question's words a section has, rare words counting more, 0 to 1. */
  readonly shares: Sums
  /** How much of the question the best sentence of a section has. */
  readonly inOneSentence: Sums
  /** By sentence. */
  readonly quotes: Sums
}

const textsOf = (passages: readonly Passage[]) => {
  const sentences = passages.flatMap(({ text }, section) =>
    quotablesOf(text).map((sentence, index) => ({ section, index, sentence })),
  )
  return {
    count: passages.length,
    sections: indexOf(
      Object.keys(PLACES),
      passages.map(({ page, heading, also, text }) => [page.title, heading, also, plain(text)]),
    ),
    sentences,
    inSentences: indexOf(
      ['text'],
      sentences.map(({ sentence }) => [plain(sentence)]),
    ),
  }
}

/** All sections and all sentences, indexed. */
type Texts = ReturnType<typeof textsOf>

const sectionOf = ({ sentences }: Texts, sentence: number) => sentences[sentence]?.section ?? -1

const sectionsWith = ({ sections }: Texts, words: readonly string[]): Sums => {
  const found: Sums = new Map()
  for (const [part, weight] of Object.entries(PLACES))
    for (const at of sections.having(part, words)) add(found, at, weight)
  return found
}

const sectionsAbout = (texts: Texts, { word, others }: Term): Sums => {
  const found = sectionsWith(texts, [word])
  for (const [at, value] of sectionsWith(texts, others)) atLeast(found, at, value * SYNONYM)
  return found
}

const sentencesAbout = ({ inSentences }: Texts, { word, others }: Term): Sums => {
  const found: Sums = new Map()
  for (const at of inSentences.having('text', others)) found.set(at, SYNONYM)
  for (const at of inSentences.having('text', [word])) found.set(at, 1)
  return found
}

/** A word in a second sentence, and a few more, makes a section more about it. */
const repeated = (texts: Texts, found: Sums): [section: number, value: number][] =>
  [...Map.groupBy(found, ([sentence]) => sectionOf(texts, sentence))].flatMap(([section, list]) =>
    list.slice(1, 1 + MOST_AGAIN).map(([, value]): [number, number] => [section, AGAIN * value]),
  )

const weigh = (texts: Texts, terms: readonly Term[]): Scores => {
  const all = terms.map(term => ({ term, found: sectionsAbout(texts, term) }))
  const rarityOf = (found: Sums) => Math.log(1 + texts.count / (1 + found.size))
  const whole = all.reduce((sum, { found }) => sum + rarityOf(found), 0)
  const [scores, shares, quotes, inOneSentence]: [Sums, Sums, Sums, Sums] = [new Map(), new Map(), new Map(), new Map()]
  for (const { term, found } of all) {
    const rarity = rarityOf(found)
    const within = sentencesAbout(texts, term)
    for (const at of found.keys()) add(shares, at, rarity / whole)
    for (const [at, value] of [...found, ...repeated(texts, within)]) add(scores, at, value * rarity)
    for (const [at, value] of within) add(quotes, at, value * rarity)
  }
  for (const [at, value] of quotes) atLeast(inOneSentence, sectionOf(texts, at), value)
  return { scores, shares, quotes, inOneSentence }
}

const sentencesOf = (texts: Texts, wanted: number, terms: readonly Term[]) => {
  const { quotes } = weigh(texts, terms)
  return texts.sentences.flatMap(({ section, index, sentence }, at) =>
    section === wanted ? [{ index, sentence, score: quotes.get(at) ?? 0 }] : [],
  )
}

const excerptOf = ({ sections }: Texts, section: number, terms: readonly Term[]) =>
  sections.excerpt(
    section,
    'text',
    terms.flatMap(({ word, others }) => [word, ...others]),
  )

/** @param passages sections are identified by their index in this list */
export const scoresOf = (passages: readonly Passage[]) => {
  const texts = textsOf(passages)
  return {
    weigh: (terms: readonly Term[]) => weigh(texts, terms),
    /** The sentences of a section in their order, each with how well it has the words. */
    sentencesOf: (section: number, terms: readonly Term[]) => sentencesOf(texts, section, terms),
    /** The part of a section that fits best, what was found between U+E000 and U+E001. */
    excerptOf: (section: number, terms: readonly Term[]) => excerptOf(texts, section, terms),
  }
}
