/** The pages of the product's documentation, in the order in which they are read. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import type { Also } from './passages.ts'

/** The page that lists the operations. */
export const REFERENCE = 'api'

const FOLDER = join(import.meta.dirname, '../../docs')

const decisions = readdirSync(join(FOLDER, 'decisions'))
  .toSorted()
  .map(file => `decisions/${file.replace(/\.md$/, '')}`)

const SECTIONS = {
  'Start here': ['index', 'start'],
  'Tokens and keys': ['personal-tokens', 'personal-tokens-api', 'leaks', 'token-policy', 'webhooks', 'api-keys'],
  People: ['sign-in', 'permissions', 'audit-log'],
  Catalog: ['catalog', 'import', 'entity-types', 'teams', 'deploys-and-events', 'scorecards'],
  API: ['api', 'api-conventions', 'compatibility'],
  'Running it': ['install', 'configure', 'operate', 'back-up', 'upgrade', 'scale-out', 'secure', 'asvs'],
  Decisions: decisions,
} satisfies Record<string, readonly string[]>

const AlsoFile = Type.Record(Type.String(), Type.String())

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

/** The files are written for where `npm start` serves; a reader's own Portico is elsewhere. */
const WRITTEN_FOR = /(?<=\bcurl .*|login )http:\/\/localhost:4000/g

const read = (slug: string, section: string, { base, operations }: Given): DocsPage => {
  const written = readFileSync(join(FOLDER, `${slug}.md`), 'utf8').replace(WRITTEN_FOR, base)
  const source = slug === REFERENCE ? `${written}\n${operations}\n` : written
  return { slug, section, title: titleOf(source), summary: summaryOf(source), source }
}

export type Library = {
  readonly pages: readonly DocsPage[]
  readonly find: (slug: string) => DocsPage | undefined
  readonly also: Also
}

type Given = {
  /** The origin of this Portico. */
  readonly base: string
  /** Markdown that the API reference ends with. */
  readonly operations: string
}

const readAlso = () => Value.Parse(AlsoFile, parse(readFileSync(join(FOLDER, 'also.yaml'), 'utf8')))

/** Reads every page once. */
export const openLibrary = (given: Given): Library => {
  const pages = Object.entries(SECTIONS).flatMap(([section, slugs]) => slugs.map(slug => read(slug, section, given)))
  const bySlug = new Map(pages.map(page => [page.slug, page]))
  return { pages, find: slug => bySlug.get(slug), also: readAlso() }
}
