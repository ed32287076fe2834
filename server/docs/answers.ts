/** An answer as Markdown and as JSON. What was asked is not repeated: it is a stranger's text. */
import type { Answer } from './ask.ts'
import { withWholeLinks } from './links.ts'
import { WAYS_ON } from './markdown.ts'
import type { Passage } from './passages.ts'

const sourceOf = ({ page, heading, address }: Passage, base: string) => ({
  page: page.title,
  section: heading,
  url: `${base}${address}`,
})

const link = (passage: Passage, base: string) => {
  const { page, section, url } = sourceOf(passage, base)
  return `[${page === section ? page : `${page}: ${section}`}](${url})`
}

const quote = (markdown: string) => markdown.replace(/^/gm, '> ').replace(/^> $/gm, '>')

const more = (base: string) => withWholeLinks('index', WAYS_ON, base)

const nothing = ({ near }: Answer, base: string) => {
  const nearby =
    near.length > 0
      ? `The closest sections are:\n\n${near.map(passage => `- ${link(passage, base)}`).join('\n')}\n\n`
      : ''
  return `# No answer\n\nNothing in the documentation answers this. Try other English words.\n\n${nearby}To find more:\n\n${more(base)}\n`
}

export const answerAsMarkdown = (answer: Answer, base: string): string => {
  const { quotes, excerpts } = answer
  const [first] = excerpts
  if (!first) return nothing(answer, base)
  const { slug } = first.passage.page
  const direct = quotes.map(text => quote(withWholeLinks(slug, text, base))).join('\n\n')
  const shown = excerpts.map(
    ({ passage, text, isWhole }) =>
      `### ${link(passage, base)}\n\n${quote(withWholeLinks(passage.page.slug, text, base))}${isWhole ? '' : '\n>\n> …'}`,
  )
  return `# Answer

${direct}

From ${link(first.passage, base)}.

## Excerpts

${shown.join('\n\n')}

## Sources

${excerpts.map(({ passage }) => `- ${link(passage, base)}`).join('\n')}

---

Quoted word for word from the documentation of this Portico, selected by the words of the question. To find more:

${more(base)}
`
}

export const answerAsJson = ({ quotes, excerpts, near }: Answer, base: string) => {
  const [first] = excerpts
  const direct = quotes.map(text => withWholeLinks(first?.passage.page.slug ?? '', text, base))
  return {
    answer: first ? direct.join('\n\n') : null,
    excerpts: excerpts.map(({ passage, text, isWhole }) => ({
      ...sourceOf(passage, base),
      text: withWholeLinks(passage.page.slug, text, base),
      isWhole,
    })),
    sources: excerpts.map(({ passage }) => sourceOf(passage, base)),
    near: near.map(passage => sourceOf(passage, base)),
  }
}
