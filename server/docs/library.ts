/** The pages of the product's documentation, in the order in which they are read. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../../docs')

const SECTIONS = {
  'Start here': ['index'],
  'Tokens and keys': ['personal-tokens', 'personal-tokens-api', 'leaks', 'token-policy', 'webhooks', 'api-keys'],
  People: ['sign-in', 'permissions', 'audit-log'],
  Catalog: ['catalog', 'scorecards'],
  API: ['api', 'compatibility'],
  'Running it': ['configure', 'operate'],
  Decisions: [
    'decisions/dependencies',
    'decisions/descriptor-source-text',
    'decisions/keys-made-by-tokens',
    'decisions/limits-in-memory',
    'decisions/sessions-stored-hashed',
    'decisions/activity-by-day',
    'decisions/egress',
    'decisions/sqlite-dialect',
    'decisions/the-web-never-decides',
  ],
} as const satisfies Record<string, readonly string[]>

export type DocsPage = {
  /** Its file in `docs/` without `.md`: `personal-tokens`, `decisions/egress`. */
  readonly slug: string
  readonly section: string
  readonly title: string
  /** The first sentence of its text; empty where it begins with a table or a heading. */
  readonly summary: string
  readonly source: string
}

const titleOf = (source: string) => /^# (.+)$/m.exec(source)?.[1] ?? ''

const withoutLinks = (text: string) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')

const summaryOf = (source: string) => {
  const [, first = ''] = source.split(/\n\s*\n/)
  if (/^[|#>`-]/.test(first)) return ''
  return withoutLinks(/^.*?[.:](?=\s|$)/s.exec(first)?.[0] ?? first).replace(/\s+/g, ' ')
}

const read = (slug: string, section: string): DocsPage => {
  const source = readFileSync(join(FOLDER, `${slug}.md`), 'utf8')
  return { slug, section, title: titleOf(source), summary: summaryOf(source), source }
}

export type Library = {
  readonly pages: readonly DocsPage[]
  readonly find: (slug: string) => DocsPage | undefined
}

/** Reads every page once. */
export const openLibrary = (): Library => {
  const pages = Object.entries(SECTIONS).flatMap(([section, slugs]) => slugs.map(slug => read(slug, section)))
  const bySlug = new Map(pages.map(page => [page.slug, page]))
  return { pages, find: slug => bySlug.get(slug) }
}
