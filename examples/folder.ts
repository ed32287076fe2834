/** A company as a folder: descriptors as people keep them in a repository, and one file of JSON lines for everything else. */
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Company, companyOf, type Options } from './company.ts'
import { END } from './history.ts'

export const ABOUT = 'company.json'
const CATALOG = 'catalog'

/** What is in a file of JSON lines, in the order in which it can be loaded. */
export const LISTS = [
  'entityTypes',
  'relationshipTypes',
  'customData',
  'relationships',
  'deploys',
  'events',
  'metrics',
] as const
export type ListName = (typeof LISTS)[number]

export const fileOf = (list: ListName) => `${list.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}.ndjson`

export type About = Options & {
  readonly name: string
  /** No time in the folder is later. */
  readonly until: string
  readonly counts: Readonly<Record<string, number>>
}

const isAbout = (value: unknown): value is About =>
  typeof value === 'object' && value !== null && 'until' in value && 'counts' in value

/** @throws Error where the folder was made by something else */
export const readAbout = (folder: string): About => {
  const file = join(folder, ABOUT)
  const about: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  if (!isAbout(about)) throw new Error(`${folder} has no ${ABOUT}. Make the folder with: npm run examples -- ${folder}`)
  return about
}

export const linesOf = (company: Company, list: ListName): Iterable<object> => {
  const content = company[list]
  return typeof content === 'function' ? content() : content
}

const writeLines = async (file: string, lines: Iterable<object>): Promise<number> => {
  const out = createWriteStream(file)
  let count = 0
  for (const line of lines) {
    count++
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return count
}

const writeDescriptors = (folder: string, company: Company): number => {
  let count = 0
  for (const { file, yaml } of company.entities()) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, yaml)
    count++
  }
  return count
}

/** Only what this made before is replaced. */
const clear = (folder: string) => {
  mkdirSync(folder, { recursive: true })
  if (readdirSync(folder).length === 0) return
  readAbout(folder)
  for (const name of [CATALOG, ABOUT, ...LISTS.map(fileOf)])
    rmSync(join(folder, name), { recursive: true, force: true })
}

/** @throws Error where the folder holds something else */
export const writeCompany = async (folder: string, options: Options): Promise<About> => {
  clear(folder)
  const company = companyOf(options)
  const counts: Record<string, number> = { entities: writeDescriptors(folder, company) }
  for (const list of LISTS) counts[list] = await writeLines(join(folder, fileOf(list)), linesOf(company, list))
  const about = { name: 'Mosswick', ...options, until: new Date(END).toISOString(), counts }
  writeFileSync(join(folder, ABOUT), `${JSON.stringify(about, null, 2)}\n`)
  return about
}

/** The paths of all descriptors, teams and domains first: what others refer to. */
export const descriptorFiles = (folder: string): string[] => {
  const first = ['teams', 'domains']
  const found = readdirSync(join(folder, CATALOG)).toSorted(
    (a, b) => first.indexOf(b) - first.indexOf(a) || (a < b ? -1 : 1),
  )
  return found.flatMap(name =>
    readdirSync(join(folder, CATALOG, name))
      .toSorted()
      .map(file => join(folder, CATALOG, name, file)),
  )
}
