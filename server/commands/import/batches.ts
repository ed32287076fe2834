/** Splits descriptors into requests within the server's limits. Each descriptor is a line with its text as a JSON string, which keeps every character. */
import { MOST_IMPORTED } from '../../../contract/catalog/import.ts'
import type { Source } from './sources.ts'

/** Just below the limit of a body. */
const MOST_BYTES = 2 * 1024 * 1024 - 1024

export type Batch = { readonly sources: readonly Source[]; readonly body: string; readonly type: string }

const LINES = 'application/x-ndjson'

/** A descriptor that is too long as a line is sent as YAML. */
const alone = (source: Source): Batch => ({ sources: [source], body: source.text, type: 'application/yaml' })

export function* batchesOf(sources: readonly Source[]): Generator<Batch> {
  let [open, lines, size]: [Source[], string[], number] = [[], [], 0]
  for (const source of sources) {
    const line = JSON.stringify(source.text)
    const bytes = Buffer.byteLength(line) + 1
    if (open.length > 0 && (open.length === MOST_IMPORTED || size + bytes > MOST_BYTES)) {
      yield { sources: open, body: lines.join('\n'), type: LINES }
      ;[open, lines, size] = [[], [], 0]
    }
    if (bytes > MOST_BYTES) yield alone(source)
    else {
      open.push(source)
      lines.push(line)
      size += bytes
    }
  }
  if (open.length > 0) yield { sources: open, body: lines.join('\n'), type: LINES }
}
