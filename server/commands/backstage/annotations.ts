/** Converts well-known Backstage annotations to blocks of a descriptor. Pure. */
import type { Fields } from './entity.ts'

/** Blocks of a descriptor; those of several annotations are merged. */
export type Blocks = Readonly<Record<string, unknown>>

/** Undefined if the value doesn't have the expected form. */
type Mapping = (value: string) => Blocks | undefined

const lastPart = (value: string) => value.split('/').at(-1) ?? value

const git = (provider: string) => (value: string) => ({ 'x-cortex-git': { [provider]: { repository: value } } })

const azure: Mapping = value => {
  const [project, repository] = value.split('/')
  return project && repository ? { 'x-cortex-git': { azure: { project, repository } } } : undefined
}

const PROVIDERS: Readonly<Record<string, string>> = {
  'github.com': 'github',
  'gitlab.com': 'gitlab',
  'bitbucket.org': 'bitbucket',
}

/** `url:https://github.com/acme/orders/tree/main/services/api/` */
const sourceLocation: Mapping = value => {
  const text = value.replace(/^url:/, '')
  if (!URL.canParse(text)) return undefined
  const { hostname, pathname } = new URL(text)
  const provider = PROVIDERS[hostname.toLowerCase()]
  const [repository = '', place = ''] = pathname.slice(1).split(/\/(?:-\/)?(?:tree|blob|src)\//)
  if (!provider || !repository.includes('/')) return undefined
  const basepath = place.split('/').slice(1).join('/').replace(/\/+$/, '')
  const found = { repository: repository.replace(/\/+$/, '').replace(/\.git$/, '') }
  return { 'x-cortex-git': { [provider]: basepath === '' ? found : { ...found, basepath } } }
}

const link = (name: string, type: string) => (value: string) => {
  const url = value.replace(/^url:/, '')
  return /^https?:\/\//.test(url) ? { 'x-cortex-link': [{ name, type, url }] } : undefined
}

/** If two set the same value, the first one wins. */
const MAPPINGS: Readonly<Record<string, Mapping>> = {
  'github.com/project-slug': git('github'),
  'gitlab.com/project-slug': git('gitlab'),
  'bitbucket.org/project-slug': git('bitbucket'),
  'dev.azure.com/project-repo': azure,
  'backstage.io/source-location': sourceLocation,
  'backstage.io/view-url': link('Source', 'source'),
  'backstage.io/techdocs-ref': link('Documentation', 'documentation'),
  'pagerduty.com/service-id': id => ({ 'x-cortex-oncall': { pagerduty: { id, type: 'SERVICE' } } }),
  // Opsgenie gives each team a schedule of this name
  'opsgenie.com/team': team => ({ 'x-cortex-oncall': { opsgenie: { id: `${team}_schedule`, type: 'SCHEDULE' } } }),
  'sonarqube.org/project-key': key => ({ 'x-cortex-static-analysis': { sonarqube: { project: lastPart(key) } } }),
  'jira/project-key': key => ({ 'x-cortex-issues': { jira: { projects: [key] } } }),
  'sentry.io/project-slug': slug => ({ 'x-cortex-sentry': { project: lastPart(slug) } }),
  'rollbar.com/project-slug': slug => ({ 'x-cortex-rollbar': { project: lastPart(slug) } }),
  'bugsnag.com/project-key': key => ({ 'x-cortex-bugsnag': { project: lastPart(key) } }),
  'circleci.com/project-slug': slug => ({ 'x-cortex-circle-ci': { projects: [{ projectSlug: slug }] } }),
  'datadoghq.com/dashboard-url': url => ({ 'x-cortex-dashboards': { embeds: [{ type: 'datadog', url }] } }),
}

/** Annotations that Backstage adds itself to record where an entity comes from. */
const HOUSEKEEPING = /^backstage\.io\/(?:managed-by-|edit-url$|orphan$)/

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lists are joined, maps merged, and of two values the first stays. */
export const mergedBlocks = (one: Blocks, other: Blocks): Blocks => {
  const merged: Record<string, unknown> = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const there = merged[key]
    if (Array.isArray(there) && Array.isArray(value)) merged[key] = [...there, ...value]
    else if (isFields(there) && isFields(value)) merged[key] = mergedBlocks(there, value)
    else if (there === undefined) merged[key] = value
  }
  return merged
}

export type MappedAnnotations = { readonly blocks: Blocks; readonly unmapped: readonly string[] }

/** A descriptor has one repository, so the first one counts. */
const withoutSecondGit = (blocks: Blocks, more: Blocks): Blocks => {
  if (!('x-cortex-git' in blocks)) return more
  const { 'x-cortex-git': _, ...rest } = more
  return rest
}

const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value)

export const mapAnnotations = (annotations: Fields): MappedAnnotations => {
  let blocks: Blocks = {}
  const unmapped: string[] = []
  const known = Object.keys(MAPPINGS).filter(name => name in annotations)
  for (const name of known) {
    const value = asText(annotations[name])
    const more = typeof value === 'string' && value.trim() !== '' ? MAPPINGS[name]?.(value.trim()) : undefined
    if (more) blocks = mergedBlocks(blocks, withoutSecondGit(blocks, more))
    else unmapped.push(name)
  }
  const others = Object.keys(annotations).filter(name => !(name in MAPPINGS) && !HOUSEKEEPING.test(name))
  return { blocks, unmapped: [...unmapped, ...others] }
}
