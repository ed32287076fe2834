/** What `npm run scaffold` does with its arguments. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { operationsOf, readDocument } from '../openapi/document.ts'
import type { NewFile } from './files.ts'
import { UsageError, withSlice } from './list.ts'
import { closeTo, kebab } from './names.ts'
import { isWing, scaffold, WINGS, type Wing } from './slice.ts'
import { readContract } from './there.ts'

/** This checkout's, whichever sources are written to. */
const BIOME = join(import.meta.dirname, '../../node_modules/.bin/biome')
const LIST = 'server/slices.ts'
const MOST_NAMED = 5

const USAGE = `Usage: npm run scaffold -- TAG --from FILE [--wing WING] [--name NAME]

  TAG          a tag of the document, e.g. "Custom Events"
  --from FILE  an OpenAPI 3 document, JSON or YAML
  --wing WING  ${Object.keys(WINGS).join(', ')}
  --name NAME  the folder of the slice; from the tag unless given`

const askForWing = ({ ask }: Places): Promise<string> => {
  const names = Object.keys(WINGS).join(', ')
  if (!ask) throw new UsageError(`Say which wing it belongs to: --wing ${names}`)
  return ask(`Which wing does it belong to (${names})? `)
}

const checkedWing = (wing: string): Wing => {
  if (!isWing(wing)) throw new UsageError(`There is no wing "${wing}". Choose one of ${Object.keys(WINGS).join(', ')}.`)
  return wing
}

const checkedTag = (tag: string, tags: readonly string[]): string => {
  if (tags.includes(tag)) return tag
  const close = closeTo(tag, tags).slice(0, MOST_NAMED)
  throw new UsageError(`The document has no tag "${tag}". Close ones: ${close.map(one => `"${one}"`).join(', ')}`)
}

const checkedName = (name: string): string => {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    throw new UsageError(
      `"${name}" is no name of a folder. Use lower-case words joined by hyphens, e.g. --name custom-events`,
    )
  return name
}

const write = (root: string, files: readonly NewFile[]) => {
  const there = files.filter(({ path }) => existsSync(join(root, path))).map(({ path }) => path)
  if (there.length > 0) throw new UsageError(`Nothing was written, because these files exist: ${there.join(', ')}`)
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const tidy = (root: string, paths: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(BIOME, ['check', '--write', ...paths], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The files are written, but the linter refuses them:\n${stdout}${stderr}`)
}

const options = {
  from: { type: 'string' },
  wing: { type: 'string' },
  name: { type: 'string' },
  help: { type: 'boolean' },
} as const

export type Places = {
  /** The folder of the sources to write to. */
  readonly root: string
  /** The folder that `--from` is relative to. */
  readonly from: string
  readonly say: (text: string) => void
  /** Undefined where nobody is there to answer. */
  readonly ask?: (question: string) => Promise<string>
}

/** @throws UsageError and DocumentError, whose messages are for the person who runs it */
export const run = async (args: string[], places: Places): Promise<void> => {
  const { root, from, say } = places
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [wanted, ...rest] = positionals
  if (values.help) return say(USAGE)
  if (wanted === undefined || rest.length > 0 || values.from === undefined) throw new UsageError(USAGE)
  const document = readDocument(resolve(from, values.from))
  const tag = checkedTag(wanted, [...new Set(operationsOf(document).flatMap(({ tags }) => tags))])
  const name = checkedName(values.name ?? kebab(tag))
  const wing = checkedWing(values.wing ?? (await askForWing(places)))
  const { files, slice, left } = scaffold({ root: document, tag, wing, name, there: await readContract(root) })
  if (left.length > 0) say(`The contract has these already, so they are left out: ${left.join(', ')}`)
  if (files.length === 0) throw new UsageError('Nothing was written.')
  const list = withSlice(readFileSync(join(root, LIST), 'utf8'), { slice, wing, name })
  write(root, files)
  writeFileSync(join(root, LIST), list)
  tidy(root, [...files.map(({ path }) => path), LIST])
  say([...files.map(({ path }) => `wrote ${path}`), `added ${slice} to ${LIST}`].join('\n'))
  say('npm run lint lists what you have to write.')
}
