/** `portico import FOLDER`: imports the descriptors in a folder, and reports the result of each. */
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

/** The files of a folder, or a single file. */
const filesAt = (path: string) => {
  if (!existsSync(path)) throw new CommandError(`${path} does not exist.`)
  return statSync(path).isDirectory()
    ? { root: path, files: filesIn(path) }
    : { root: dirname(path), files: [basename(path)] }
}

/** Names the line in the file. In a converted descriptor, lines don't match the file, so it names the field. */
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
    throw new CommandError("The response isn't from this version of Portico. Update the server or this command.")
  return sources.flatMap((source, at) => {
    const one = report.entities[at]
    return one ? [rowOf(source, one)] : []
  })
}

/** Ctrl+C stops after the current request, and immediately if pressed again. */
const untilInterrupted = () => {
  const state = { isInterrupted: false }
  const interrupt = () => {
    if (state.isInterrupted) process.exit(130)
    state.isInterrupted = true
    tell('\nStopping after the current request. Press Ctrl+C again to stop immediately.')
  }
  process.on('SIGINT', interrupt)
  return { state, forget: () => void process.off('SIGINT', interrupt) }
}

type Sent = { readonly rows: Row[]; readonly error: unknown }

/** Returns the results so far, even if a later request fails. */
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

/** The descriptors in a folder. @throws CommandError if there are none */
export const findIn = (path: string): Found => {
  const { root, files } = filesAt(path)
  const found = sourcesIn(root, files)
  if (found.sources.length + found.faults.length > 0) return found
  throw new CommandError(`${path} has no descriptors: no YAML or JSON file has x-cortex-tag or is a Backstage entity.`)
}

/** Sets the exit code to 1 if a descriptor failed or was not sent. */
export const importFound = async (send: Send, found: Found, { dryRun, format }: ImportChoice) => {
  const { sources, faults, unmapped, others } = found
  const { rows: sent, error } = await sendAll(send, sources, dryRun)
  const rows = [...sent, ...faults.map(faultRow)]
  const summary: Summary = { rows, unmapped, others, left: sources.length - sent.length, dryRun }
  print(format === 'json' ? asJson(summary) : asTable(summary))
  if (summary.left > 0 || rows.some(({ outcome }) => outcome === 'FAILED')) process.exitCode = 1
  if (error !== undefined) throw error
}
