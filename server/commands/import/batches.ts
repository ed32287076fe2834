/** Descriptors in requests that the server takes. Each is a line of JSON with its text, which arrives as it is in the file. */
import { MOST_IMPORTED } from '../../../contract/catalog/import.ts'
import type { Source } from './sources.ts'

/** Below what a body may have. */
const MOST_BYTES = 2 * 1024 * 1024 - 1024

export type Batch = { readonly sources: readonly Source[]; readonly body: string; readonly type: string }

const LINES = 'application/x-ndjson'

/** One that is too long as a line is sent as it is. */
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
