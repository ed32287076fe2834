/** An answer of the documentation as a part of a page, above what was found. */
import type { Answer } from './ask.ts'
import { escaped } from './escaped.ts'

/** Of Markdown, what a sentence has; links stay words, for their source is linked below. */
const sentence = (markdown: string) =>
  escaped(markdown)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[\s(])[*_]([^*_]+)[*_]/g, '$1<em>$2</em>')

/** Quoted from the section that fits best; nothing where no section answers. */
export const answerAsHtml = ({ quotes, excerpts }: Answer): string => {
  const [first] = excerpts
  if (!first || quotes.length === 0) return ''
  const { page, heading, address } = first.passage
  const source = page.title === heading ? page.title : `${page.title}: ${heading}`
  return `<section class="answer" aria-labelledby="answer"><h2 id="answer">Answer</h2>${quotes
    .map(quote => `<p>${sentence(quote)}</p>`)
    .join('')}<p class="quiet">From <a href="${address}">${escaped(source)}</a></p></section>`
}
