/** What the documentation answers to a question: quoted, never invented. */
import type { Hit } from '../core/layout/slice.ts'

/** Fewer words are a search for a thing. */
const LEAST_WORDS = 3
const LONGEST = 160

export const isQuestion = (typed: string) => typed.trim().split(/\s+/).length >= LEAST_WORDS

export type DocsAnswer = {
  /** Markdown, from the first section; empty where nothing answers. */
  readonly quotes: readonly string[]
  /** Where the quotes are from. */
  readonly source: Hit | undefined
  /** Other sections that fit or, without an answer, come closest. */
  readonly others: readonly Hit[]
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Links in the answer are whole; ours stay on this origin. */
const hitOf = (value: unknown): Hit[] => {
  const { page, section, url } = Object(value)
  if (!URL.canParse(textOf(url))) return []
  const { pathname, hash } = new URL(textOf(url))
  const hint = page === section ? {} : { hint: textOf(page) }
  return [{ label: textOf(section), ...hint, to: pathname + hash, isOutside: true }]
}

export const readAnswer = (answered: unknown): DocsAnswer => {
  const { answer, sources, near } = Object(answered)
  const [source, ...rest] = listOf(sources).flatMap(hitOf)
  const quotes = textOf(answer)
    .split(/\n{2,}/)
    .filter(quote => quote !== '')
  return { quotes, source, others: [...rest, ...listOf(near).flatMap(hitOf)] }
}

/** @param page the slug of the page that the question comes from: its sections are preferred */
export const askDocs = async (question: string, page: string, signal: AbortSignal): Promise<DocsAnswer> => {
  const asked = new URLSearchParams({ ask: question })
  const response = await fetch(`/docs/${page}?${asked}`, { headers: { accept: 'application/json' }, signal })
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw new Error(textOf(Object(body).details) || 'The documentation can’t be reached.')
  return readAnswer(body)
}

/** Without its Markdown, on one line. */
const plain = (markdown: string) =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`_]/g, '')
    .replace(/\s+/g, ' ')

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text)

/** As a hit of the palette. Nothing where no section answers, or where the documentation can't be reached. */
export const docsAnswer = async (question: string, signal: AbortSignal): Promise<Hit[]> => {
  const { quotes, source } = await askDocs(question, 'index', signal).catch(() => readAnswer(undefined))
  if (!source || quotes.length === 0) return []
  return [{ ...source, label: shortened(plain(quotes.join(' '))), hint: source.label }]
}
