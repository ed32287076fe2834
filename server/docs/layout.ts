/** The page around a text of the documentation; it reads without JavaScript. */

import { answerAsHtml } from './answered.ts'
import type { Answer } from './ask.ts'
import { escaped } from './escaped.ts'
import type { DocsPage, Library } from './library.ts'
import { LONGEST_QUESTION } from './question.ts'
import type { Heading } from './render.ts'
import type { Found } from './search.ts'

const linkTo = ({ slug, title }: DocsPage, attributes = '') =>
  `<a href="/docs/${slug}"${attributes}>${escaped(title)}</a>`

const navigation = (pages: readonly DocsPage[], current: string) =>
  [...Map.groupBy(pages, ({ section }) => section)]
    .map(
      ([section, list]) =>
        `<h2>${escaped(section)}</h2><ul>${list
          .map(page => `<li>${linkTo(page, page.slug === current ? ' aria-current="page"' : '')}</li>`)
          .join('')}</ul>`,
    )
    .join('')

const contents = (headings: readonly Heading[]) => {
  const listed = headings.filter(({ level }) => level === 2 || level === 3)
  if (listed.length < 2) return ''
  const items = listed.map(
    ({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${escaped(text)}</a></li>`,
  )
  return `<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>${items.join('')}</ul></nav>`
}

const neighbours = (pages: readonly DocsPage[], current: string) => {
  const at = pages.findIndex(({ slug }) => slug === current)
  if (at < 0) return ''
  const [previous, next] = [pages[at - 1], pages[at + 1]]
  return `<nav class="neighbours" aria-label="Previous and next page">${previous ? `<span>Previous: ${linkTo(previous, ' rel="prev"')}</span>` : ''}${next ? `<span>Next: ${linkTo(next, ' rel="next"')}</span>` : ''}</nav>`
}

const FOUND: Readonly<Record<string, string>> = { '\uE000': '<mark>', '\uE001': '</mark>' }

const found = ({ passage, excerpt }: Found) =>
  `<li><a href="${passage.address}">${escaped(passage.heading)}</a> <span class="quiet">${escaped(passage.page.title)}</span><p>${escaped(excerpt).replace(/[\uE000\uE001]/g, mark => FOUND[mark] ?? '')}</p></li>`

/** What was found for a question, with the answer above it; says so where that is nothing. */
export const listFound = (question: string, all: readonly Found[], answer: Answer) => {
  if (question === '') return '<h1>Search</h1><p>Enter a word or a question above.</p>'
  if (all.length === 0)
    return '<h1>No results</h1><p>No page contains these words. Try other words, or browse the list of pages.</p>'
  return `<h1>Search</h1>${answerAsHtml(answer)}<ol class="found">${all.map(found).join('')}</ol>`
}

/** The page that tries operations; the renderer fills it in. */
export const layOutTry = (library: Library) =>
  layOut(library, {
    title: 'Try the API',
    html: `<h1>Try the API</h1>
<p>Calls run as you, with your session and your permissions. Before a call changes something, you are asked to confirm. <a href="/docs/api">The API reference</a> has the same operations to read, with a <code>curl</code> line each.</p>
<noscript><p>Trying operations needs JavaScript. The <a href="/docs/api">API reference</a> does not.</p></noscript>
<div id="operations"></div>`,
    scripts: ['/docs/try/try.js'],
  })

type Shown = {
  /** Undefined where it is none of the pages. */
  readonly slug?: string
  readonly title: string
  readonly html: string
  readonly headings?: readonly Heading[]
  readonly question?: string
  /** Addresses of scripts beyond those of every page. */
  readonly scripts?: readonly string[]
}

/** The product's mark, as in `favicon.svg`. */
const MARK =
  '<svg viewBox="0 0 32 32" width="18" height="18" aria-hidden="true"><path fill="currentColor" d="M3 28V13L16 4l13 9v15h-5V16h-4v12h-8V16H8v12z"/></svg>'

const searchBox = (question: string) =>
  `<form role="search" action="/docs/search"><label for="question" class="unseen">Search or ask</label><input id="question" name="q" type="search" placeholder="Search or ask" maxlength="${LONGEST_QUESTION}" value="${escaped(question)}"><button>Search</button></form>`

export const layOut = (
  { pages }: Library,
  { slug = '', title, html, headings = [], question = '', scripts = [] }: Shown,
) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Portico documentation</title>
<link rel="stylesheet" href="/docs/style.css">
${slug && `<link rel="alternate" type="text/markdown" href="/docs/${slug}.md">`}
${['/docs/copy.js', ...scripts].map(src => `<script type="module" src="${src}"></script>`).join('\n')}
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
<header><a href="/">${MARK}Portico</a> <a href="/docs/index">Documentation</a>${searchBox(question)}</header>
<div class="columns">
<nav class="pages" aria-label="Pages">${navigation(pages, slug)}</nav>
<main id="text" tabindex="-1">
${html}
${neighbours(pages, slug)}
</main>
${contents(headings)}
</div>
</body>
</html>
`
