/** The sections of the documentation, each with its heading and the address of that heading. */
import type { DocsPage } from './library.ts'
import { idOf } from './slug.ts'

export type Passage = {
  readonly page: DocsPage
  readonly heading: string
  /** `/docs/personal-tokens#rotate-it` */
  readonly address: string
  /** Other words that people use for what it is about. */
  readonly also: string
  /** Markdown, without the heading. */
  readonly text: string
}

/** The words of `docs/also.yaml` by section, such as `leaks#revoke-it`. */
export type Also = Readonly<Record<string, string>>

const HEADING = /^(#{1,3}) (.+)$/
const FENCE = /^```/

type Part = { heading: string; lines: string[] }

/** A line that looks like a heading inside a block of code is none. */
const partsOf = (source: string): Part[] => {
  const parts: Part[] = []
  let isCode = false
  for (const line of source.split('\n')) {
    if (FENCE.test(line)) isCode = !isCode
    const heading = isCode ? undefined : HEADING.exec(line)?.[2]
    if (heading === undefined) parts.at(-1)?.lines.push(line)
    else parts.push({ heading, lines: [] })
  }
  return parts
}

export const passagesOf = (page: DocsPage, words: Also = {}): Passage[] => {
  const seen = new Map<string, number>()
  return partsOf(page.source).map(({ heading, lines }) => {
    const id = idOf(heading)
    const before = seen.get(id) ?? 0
    seen.set(id, before + 1)
    const section = `${page.slug}#${before === 0 ? id : `${id}-${before}`}`
    const text = lines.join('\n').trim()
    return { page, heading, address: `/docs/${section}`, also: words[section] ?? '', text }
  })
}
