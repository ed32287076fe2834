/** `portico import FOLDER`: sends what a folder holds to the catalog, and says what became of each. */
import { existsSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { Check } from 'typebox/value'
import { type Imported, ImportReport, importEntities } from '../../../contract/catalog/import.ts'
import { jsonOf, type Send } from '../client/send.ts'
import { CommandError, print, tell } from '../command.ts'
import { type Batch, batchesOf } from './batches.ts'
import { progressOf } from './progress.ts'
import { asJson, asTable, type Row, type Summary } from './report.ts'
import { type Fault, type Found, type Source, sourcesIn } from './sources.ts'
import { filesIn } from './walk.ts'

const FORMATS = ['table', 'json']

export type ImportChoice = { readonly dryRun: boolean; readonly format: string }

/** A folder, or one file of it. */
const filesAt = (path: string) => {
  if (!existsSync(path)) throw new CommandError(`${path} does not exist.`)
  return statSync(path).isDirectory()
    ? { root: path, files: filesIn(path) }
    : { root: dirname(path), files: [basename(path)] }
}

/** A fault of a descriptor is shown at its line in the file; of a mapped one, at the entity. */
const reasonOf = ({ place, isMapped }: Source, { description, startLine, pointer }: Imported['violations'][number]) => {
  if (isMapped || startLine === undefined) return pointer === '' ? description : `${pointer}: ${description}`
  return `line ${place.line + startLine - 1}: ${description}`
}

const rowOf = (source: Source, { outcome, tag, violations }: Imported): Row => {
  const faults = violations.filter(({ violationType }) => violationType === 'MUST')
  const reasons = outcome === 'FAILED' ? faults.map(violation => reasonOf(source, violation)) : []
  return { outcome, tag, place: source.place, reasons }
}

const faultRow = ({ place, description }: Fault): Row => ({
  outcome: 'FAILED',
  tag: null,
  place,
  reasons: [description],
})

const sendBatch = async (send: Send, { sources, body, type }: Batch, dryRun: boolean): Promise<Row[]> => {
  const path = `${importEntities.path}${dryRun ? '?dryRun=true' : ''}`
  const report = jsonOf(await send({ method: 'POST', path, body, type }))
  if (!Check(ImportReport, report) || report.entities.length !== sources.length)
    throw new CommandError("The server's answer isn't one of this version of Portico.")
  return sources.flatMap((source, at) => {
    const one = report.entities[at]
    return one ? [rowOf(source, one)] : []
  })
}

/** Ctrl+C ends it after the request that is under way, a second time at once. */
const untilInterrupted = () => {
  const state = { isInterrupted: false }
  const interrupt = () => {
    if (state.isInterrupted) process.exit(130)
    state.isInterrupted = true
    tell('\nStopping after the current request. Press Ctrl+C again to stop at once.')
  }
  process.on('SIGINT', interrupt)
  return { state, forget: () => void process.off('SIGINT', interrupt) }
}

type Sent = { readonly rows: Row[]; readonly error: unknown }

/** What was sent until then is said also where a later request fails. */
const sendAll = async (send: Send, sources: readonly Source[], dryRun: boolean): Promise<Sent> => {
  const rows: Row[] = []
  const progress = progressOf(sources.length)
  const { state, forget } = untilInterrupted()
  try {
    for (const batch of batchesOf(sources)) {
      if (state.isInterrupted) break
      rows.push(...(await sendBatch(send, batch, dryRun)))
      progress.show(rows.length)
    }
    return { rows, error: undefined }
  } catch (error) {
    return { rows, error }
  } finally {
    progress.end()
    forget()
  }
}

export const checkFormat = (format: string) => {
  if (!FORMATS.includes(format)) throw new CommandError(`--format must be ${FORMATS.join(' or ')}.`)
}

/** What is to be imported. @throws CommandError where there is nothing */
export const findIn = (path: string): Found => {
  const { root, files } = filesAt(path)
  const found = sourcesIn(root, files)
  if (found.sources.length + found.faults.length > 0) return found
  throw new CommandError(
    `${path} has no descriptors: no YAML or JSON file with x-cortex-tag, and no entity of Backstage.`,
  )
}

/** Ends with 1 where anything failed or was not sent. */
export const importFound = async (send: Send, found: Found, { dryRun, format }: ImportChoice) => {
  const { sources, faults, unmapped, others } = found
  const { rows: sent, error } = await sendAll(send, sources, dryRun)
  const rows = [...sent, ...faults.map(faultRow)]
  const summary: Summary = { rows, unmapped, others, left: sources.length - sent.length, dryRun }
  print(format === 'json' ? asJson(summary) : asTable(summary))
  if (summary.left > 0 || rows.some(({ outcome }) => outcome === 'FAILED')) process.exitCode = 1
  if (error !== undefined) throw error
}
