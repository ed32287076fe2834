/**
 * Writes the contract and an empty slice for one tag of a published OpenAPI document.
 * npm run scaffold -- TAG --from FILE [--wing WING] [--name NAME]
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { DocumentError, operationsOf, readDocument } from '../openapi/document.ts'
import type { NewFile } from './files.ts'
import { UsageError, withSlice } from './list.ts'
import { closeTo, kebab } from './names.ts'
import { isWing, scaffold, WINGS, type Wing } from './slice.ts'
import { readContract } from './there.ts'

const ROOT = join(import.meta.dirname, '../..')
const LIST = 'server/slices.ts'
const MOST_NAMED = 5

const USAGE = `Usage: npm run scaffold -- TAG --from FILE [--wing WING] [--name NAME]

  TAG          a tag of the document, e.g. "Custom Events"
  --from FILE  an OpenAPI 3 document, JSON or YAML
  --wing WING  ${Object.keys(WINGS).join(', ')}
  --name NAME  the folder of the slice; from the tag unless given`

const say = (text: string) => process.stdout.write(`${text}\n`)

const askForWing = async (): Promise<string> => {
  const names = Object.keys(WINGS).join(', ')
  if (!process.stdin.isTTY) throw new UsageError(`Say which wing it belongs to: --wing ${names}`)
  const terminal = createInterface(process.stdin, process.stdout)
  const answer = await terminal.question(`Which wing does it belong to (${names})? `)
  terminal.close()
  return answer.trim()
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

const write = (files: readonly NewFile[]) => {
  const there = files.filter(({ path }) => existsSync(join(ROOT, path))).map(({ path }) => path)
  if (there.length > 0) throw new UsageError(`Nothing was written, because these files exist: ${there.join(', ')}`)
  for (const { path, text } of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
  }
}

const tidy = (paths: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/biome'), ['check', '--write', ...paths], {
    cwd: ROOT,
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

const run = async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options })
  const [wanted, ...rest] = positionals
  if (values.help) return say(USAGE)
  if (wanted === undefined || rest.length > 0 || values.from === undefined) throw new UsageError(USAGE)
  const root = readDocument(resolve(process.env.INIT_CWD ?? process.cwd(), values.from))
  const tag = checkedTag(wanted, [...new Set(operationsOf(root).flatMap(({ tags }) => tags))])
  const name = checkedName(values.name ?? kebab(tag))
  const wing = checkedWing(values.wing ?? (await askForWing()))
  const { files, slice, left } = scaffold({ root, tag, wing, name, there: await readContract(ROOT) })
  if (left.length > 0) say(`The contract has these already, so they are left out: ${left.join(', ')}`)
  if (files.length === 0) throw new UsageError('Nothing was written.')
  const list = withSlice(readFileSync(join(ROOT, LIST), 'utf8'), { slice, wing, name })
  write(files)
  writeFileSync(join(ROOT, LIST), list)
  tidy([...files.map(({ path }) => path), LIST])
  say([...files.map(({ path }) => `wrote ${path}`), `added ${slice} to ${LIST}`].join('\n'))
  say('npm run lint lists what you have to write.')
}

run().catch(error => {
  const isExpected = error instanceof UsageError || error instanceof DocumentError
  process.stderr.write(`${isExpected || !(error instanceof Error) ? (error?.message ?? error) : error.stack}\n`)
  process.exitCode = 1
})
