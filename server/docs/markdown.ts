/** The documentation as agents read it: Markdown, and lists of what is there. */
import type { DocsPage } from './library.ts'

export const WAYS_ON = `- [/llms.txt](/llms.txt) lists every page with a one-line summary; [/llms-full.txt](/llms-full.txt) has all of them in one file.
- [/docs/sitemap.md](/docs/sitemap.md) lists the pages with their sections.
- [/openapi.json](/openapi.json) describes every operation of the API.`

const howToAsk = (
  slug: string,
  base: string,
) => `You can ask any page a question. It answers with quotes from the documentation and their sources:

\`\`\`
GET ${base}/docs/${slug}.md?ask=QUESTION&goal=WHY_YOU_ASK
\`\`\`

The question can have up to 512 characters; \`goal\` is optional. The answer is Markdown, or JSON with \`Accept: application/json\`.`

export const asMarkdown = ({ slug, source }: DocsPage, base: string) =>
  `${source.trimEnd()}\n\n---\n\nThis is a page of this Portico's documentation. ${howToAsk(slug, base)}\n\nTo get any page as Markdown, append \`.md\` to its address.\n\n${WAYS_ON}\n`

const entry = ({ slug, title, summary }: DocsPage, base: string) =>
  `- [${title}](${base}/docs/${slug}.md)${summary ? `: ${summary}` : ''}`

/** https://llmstxt.org: what the product is, then its pages by section. */
export const llmsText = (pages: readonly DocsPage[], base: string) => {
  const sections = [...Map.groupBy(pages, ({ section }) => section)].map(
    ([section, list]) => `## ${section}\n\n${list.map(page => entry(page, base)).join('\n')}`,
  )
  return `# Portico\n\n> A self-hosted developer portal: a catalog of entities, Scorecards that grade them, and personal tokens with which people, scripts and agents act as themselves. It speaks Cortex's public REST API.\n\n${sections.join('\n\n')}\n`
}

export const llmsFullText = (pages: readonly DocsPage[], base: string) =>
  pages.map(({ slug, source }) => `<!-- ${base}/docs/${slug}.md -->\n\n${source.trimEnd()}\n`).join('\n')

const headings = (source: string) =>
  Array.from(source.replace(/^```.*?^```/gms, '').matchAll(/^## (.+)$/gm), ([, text = '']) => text)

export const sitemap = (pages: readonly DocsPage[]) =>
  `# All pages\n\n${pages
    .map(page =>
      [`- [${page.title}](/docs/${page.slug}.md)`, ...headings(page.source).map(text => `  - ${text}`)].join('\n'),
    )
    .join('\n')}\n`

/** What was asked for is not repeated: it is a stranger's text. */
export const missing = (suggested: readonly DocsPage[]) =>
  `# Page not found\n\nDid you mean one of these?\n\n${suggested
    .map(page => entry(page, ''))
    .join('\n')}\n\nTo find more:\n\n${WAYS_ON}\n`
