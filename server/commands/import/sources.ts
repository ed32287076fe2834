/** Reads the files of a folder: descriptors, Backstage entities, and other documents. */
import { posix } from 'node:path'
import { parse, YAMLParseError } from 'yaml'
import { documentsIn } from '../../catalog/import/documents.ts'
import { type BackstageEntity, entityOf, type Place, textsIn } from '../backstage/entity.ts'
import { mapCatalog, type Unmapped } from '../backstage/map.ts'
import { fileWithin, textOfFile } from './walk.ts'

/** A descriptor to send, and its place. If it was converted, its lines don't match the file. */
export type Source = { readonly text: string; readonly place: Place; readonly isMapped: boolean }

export type Fault = { readonly place: Place; readonly description: string }

export type Found = {
  readonly sources: Source[]
  readonly faults: Fault[]
  readonly unmapped: Unmapped[]
  /** The number of other documents, such as Kubernetes manifests. */
  readonly others: number
}

const MOST_DOCUMENTS = 100_000
const IS_DESCRIPTOR = /x-cortex-tag/
const IS_BACKSTAGE = /(?<![^\n])["'{ \t]*"?apiVersion["']?[ \t]*:[ \t]*["']?backstage\.io\//
/** A placeholder of a Backstage template. */
const IS_SKELETON = /\$\{\{/

class Reading {
  readonly entities: BackstageEntity[] = []
  readonly found: Found & { others: number } = { sources: [], faults: [], unmapped: [], others: 0 }
  readonly #root: string
  readonly #seen = new Set<string>()
  constructor(root: string) {
    this.#root = root
  }

  read(file: string) {
    if (this.#seen.has(file)) return
    this.#seen.add(file)
    const read = textOfFile(this.#root, file)
    if ('fault' in read) return this.#fault({ file, line: 1 }, read.fault)
    for (const { text, line } of documentsIn(read.text, MOST_DOCUMENTS)) this.#document(text, { file, line })
  }

  #fault(place: Place, description: string) {
    this.found.faults.push({ place, description })
  }

  #document(text: string, place: Place) {
    if (IS_BACKSTAGE.test(text)) return this.#backstage(text, place)
    if (IS_DESCRIPTOR.test(text)) this.found.sources.push({ text, place, isMapped: false })
    else this.found.others++
  }

  #backstage(text: string, place: Place) {
    if (IS_SKELETON.test(text)) return void this.found.unmapped.push({ what: 'template skeleton', place })
    const parsed = parsedAs(text)
    if ('fault' in parsed) return this.#fault({ file: place.file, line: place.line + parsed.line - 1 }, parsed.fault)
    const entity = entityOf(parsed.value, place)
    if ('fault' in entity) return this.#fault(place, entity.fault)
    this.entities.push(entity)
    if (entity.kind.toLowerCase() === 'location') this.#follow(entity)
  }

  #follow({ spec, place }: BackstageEntity) {
    for (const target of [...textsIn(spec.target), ...textsIn(spec.targets)]) {
      const why = this.#readTarget(target, place)
      if (why !== undefined) this.found.unmapped.push({ what: `Location target (${why})`, place })
    }
  }

  /** Returns the reason if the target was not read. */
  #readTarget(target: string, { file }: Place): string | undefined {
    if (/^[a-z][a-z0-9+.-]+:/i.test(target)) return 'a URL, which is not fetched'
    if (/[*?]/.test(target)) return undefined // every file in the folder is read anyway
    const path = fileWithin(this.#root, posix.join(posix.dirname(file), target.replaceAll('\\', '/')))
    if (path === undefined) return 'not a file in the folder'
    this.read(path)
    return undefined
  }
}

type Parsed = { readonly value: unknown } | { readonly fault: string; readonly line: number }

const parsedAs = (text: string): Parsed => {
  try {
    return { value: parse(text, { maxAliasCount: 1000, logLevel: 'error', uniqueKeys: false }) }
  } catch (error) {
    const isFault = error instanceof YAMLParseError
    const [reason = ''] = error instanceof Error ? error.message.split('\n') : []
    const line = isFault ? (error.linePos?.[0].line ?? 1) : 1
    return { fault: `The document isn't valid YAML: ${reason}`.slice(0, 300), line }
  }
}

/** @param files paths in the folder */
export const sourcesIn = (root: string, files: readonly string[]): Found => {
  const reading = new Reading(root)
  for (const file of files) reading.read(file)
  const { descriptors, unmapped } = mapCatalog(reading.entities)
  const { found } = reading
  return {
    sources: [...found.sources, ...descriptors.map(({ text, place }) => ({ text, place, isMapped: true }))],
    faults: found.faults,
    unmapped: [...found.unmapped, ...unmapped],
    others: found.others,
  }
}
