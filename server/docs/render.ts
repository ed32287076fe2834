/** Markdown → HTML. Raw HTML stays text, and a link to a file of the documentation leads to its page. */
import highlighter from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import yaml from 'highlight.js/lib/languages/yaml'
import MarkdownIt from 'markdown-it'
import anchor from 'markdown-it-anchor'
import type { DocsPage } from './library.ts'
import { linkFrom } from './links.ts'
import { idOf } from './slug.ts'

for (const [name, language] of Object.entries({ bash, json, python, yaml }))
  highlighter.registerLanguage(name, language)
highlighter.registerAliases(['sh'], { languageName: 'bash' })

export type Heading = { readonly level: number; readonly text: string; readonly id: string }

export type Rendered = { readonly html: string; readonly headings: readonly Heading[] }

const highlight = (code: string, language: string) =>
  highlighter.getLanguage(language) ? highlighter.highlight(code, { language }).value : ''

export const render = ({ slug, source }: Pick<DocsPage, 'slug' | 'source'>): Rendered => {
  const headings: Heading[] = []
  const markdown = new MarkdownIt({ html: false, highlight }).use(anchor, {
    slugify: idOf,
    permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
    callback: (token, { slug: id, title: text }) => headings.push({ level: Number(token.tag.slice(1)), text, id }),
  })
  markdown.core.ruler.push('links', ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href) token.attrSet('href', linkFrom(slug, String(href)))
    }
  })
  // what scrolls sideways is reached by the keyboard
  markdown.core.ruler.push('scrolled', ({ tokens }) => {
    for (const token of tokens) if (token.type === 'table_open') token.attrSet('tabindex', '0')
  })
  const { fence } = markdown.renderer.rules
  if (fence) markdown.renderer.rules.fence = (...given) => fence(...given).replace('<pre>', '<pre tabindex="0">')
  // the corner of a table with headers on two sides heads nothing
  return { html: markdown.render(source).replaceAll('<th></th>', '<td></td>'), headings }
}
