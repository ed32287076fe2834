/** `x-cortex-git`: the repository, however it is written. */
import type { Fields } from '../descriptors/fields.ts'
import type { EntityDocument } from './document.ts'
import { given } from './owners.ts'

const HOSTS = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
  azure: 'dev.azure.com',
} as const

type GitProvider = keyof typeof HOSTS
const isProvider = (key: string): key is GitProvider => Object.hasOwn(HOSTS, key)

/** The repository; an entity has one, and the first that is named counts. */
export const readGit = (info: Fields): EntityDocument['git'] => {
  const git = info.fields('x-cortex-git')
  const provider = git?.keys().find(isProvider)
  const fields = provider && git?.fields(provider)
  return fields && provider ? readRepository(provider, fields) : undefined
}

const KNOWN_HOSTS = new Set<string>(Object.values(HOSTS))

type Located = { readonly host: string | undefined; readonly path: string }

const URL_FORM = /^(?:https?|ssh|git):\/\/(?:[^@/]+@)?([^:/]+)(?::\d+)?\/(.*)$/i
/** `git@github.com:owner/name.git` */
const SCP_FORM = /^[^@/\s]+@([^:/]+):(.*)$/

const locate = (written: string): Located => {
  const [, host, path] = URL_FORM.exec(written) ?? SCP_FORM.exec(written) ?? []
  if (path !== undefined) return { host: host?.toLowerCase(), path }
  const [first = '', ...rest] = written.split('/')
  return KNOWN_HOSTS.has(first.toLowerCase())
    ? { host: first.toLowerCase(), path: rest.join('/') }
    : { host: undefined, path: written }
}

/** Without what addresses of pages and of clones have besides. */
const nameIn = (path: string): string =>
  path
    .replace(/[?#].*$/, '')
    .replace(/\/-\/.*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '')

/** Of the address of a page within the repository (`owner/name/tree/main`), the repository. */
const shortened = (provider: GitProvider, name: string) =>
  provider === 'github' || provider === 'bitbucket' ? name.split('/').slice(0, 2).join('/') : name

/** Azure's addresses name the project too: `organization/project/_git/name`. */
const withoutProject = (name: string) => name.replace(/^.*\/_git\//, '')

const readRepository = (provider: GitProvider, fields: Fields): EntityDocument['git'] => {
  const written = fields.text('repository', { required: true, max: 500 })?.trim()
  const project = provider === 'azure' ? fields.text('project', { required: true }) : undefined
  const basepath = fields.text(fields.has('basePath') ? 'basePath' : 'basepath', { max: 1000 })
  const alias = fields.text('alias')
  if (written === undefined) return undefined
  const { host, path } = locate(written)
  const full = host === undefined ? nameIn(path) : shortened(provider, nameIn(path))
  const repository = withoutProject(full)
  if (repository === '' || (provider !== 'azure' && !repository.includes('/')))
    fields.fault('repository', 'Incomplete repository', 'repository must have the form owner/name.')
  if (repository === '') return undefined
  const place = provider === 'azure' && host === undefined ? `${project ?? ''}/_git/${repository}` : full
  const repositoryUrl = `https://${host ?? HOSTS[provider]}/${place.split('/').map(encodeURIComponent).join('/')}`
  return { provider, repository, repositoryUrl, ...given('basepath', basepath), ...given('alias', alias) }
}
