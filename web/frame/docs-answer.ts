/** What the documentation answers to a question, for the palette. */
import type { Hit } from '../core/layout/slice.ts'

/** Fewer words are a search for a thing. */
const LEAST_WORDS = 3
const LONGEST = 160

export const isQuestion = (typed: string) => typed.trim().split(/\s+/).length >= LEAST_WORDS

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** Without its Markdown, on one line. */
const plain = (markdown: string) =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`_]/g, '')
    .replace(/\s+/g, ' ')

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text)

/** Nothing where no section answers, or where the documentation can't be reached. */
export const docsAnswer = async (question: string, signal: AbortSignal): Promise<Hit[]> => {
  const asked = new URLSearchParams({ ask: question })
  const response = await fetch(`/docs/index?${asked}`, { headers: { accept: 'application/json' }, signal })
  if (!response.ok) return []
  const { answer, sources } = Object(await response.json())
  const source = Object([sources].flat()[0])
  if (typeof answer !== 'string' || textOf(source.url) === '') return []
  const { pathname, hash } = new URL(textOf(source.url))
  return [{ label: shortened(plain(answer)), hint: textOf(source.section), to: pathname + hash, isOutside: true }]
}
