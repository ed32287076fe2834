/**
 * Merges a partial descriptor into one that exists, by replacing parts of its text: what the patch does not name stays as it is, byte
 * for byte. The result is read again and must say what the old text and the patch say together, or nothing is written.
 */
import { dataOf, fingerprint, type MergeOptions, mergedData } from '../descriptors/data.ts'
import { parseDocument } from '../descriptors/document.ts'
import { mergedText } from '../descriptors/merging.ts'
import { type Violation, violation } from '../descriptors/violations.ts'
import { type Described, describe } from './descriptor.ts'

export type { MergeOptions } from '../descriptors/data.ts'

/** `text` is undefined where one of the texts cannot be read or merged; `violations` say why. */
export type Merged = { text: string | undefined; violations: Violation[] }

const CANNOT_MERGE = violation({
  title: 'Unable to merge',
  description:
    "This change can't be made without rewriting other parts of the descriptor. Nothing was changed. Send the whole descriptor instead.",
  pointer: '',
})

/** Merges `patch` into `existing`; without an existing text the patch becomes one. */
export const mergeDescriptors = (existing: string | undefined, patch: string, options: MergeOptions = {}): Merged => {
  const from = parseDocument(patch)
  if (!from.document) return { text: undefined, violations: from.violations }
  if (existing === undefined && !mentionsMarker(patch, options)) return { text: patch, violations: [] }
  const into = existing === undefined ? from : parseDocument(existing, 'stored')
  if (!into.document) return { text: undefined, violations: into.violations }
  const wanted = mergedData(dataOf(into.document), dataOf(from.document), options)
  const text = mergedText(into.document, from.document, options)
  const result = text === undefined ? undefined : parseDocument(text, 'stored').document
  if (!result || fingerprint(dataOf(result)) !== fingerprint(wanted))
    return { text: undefined, violations: [CANNOT_MERGE] }
  return { text, violations: [] }
}

/** The text after a PATCH and the entity it describes. */
export type Patched = Described & { text: string }

/** Merges and reads the result. Its violations carry no lines: they would be lines of a text that nobody has seen. */
export const patch = (existing: string | undefined, text: string, options: MergeOptions): Patched => {
  const merged = mergeDescriptors(existing, text, options)
  if (merged.text === undefined) return { text, entity: undefined, violations: merged.violations }
  const isAsSent = merged.text === text
  const { entity, violations } = describe(merged.text, isAsSent ? 'sent' : 'stored')
  return { text: merged.text, entity, violations: isAsSent ? violations : violations.map(withoutLines) }
}

const withoutLines = ({ startLine: _start, endLine: _end, ...violation }: Violation): Violation => violation

const mentionsMarker = (patch: string, { deleteMarkerValue }: MergeOptions) =>
  deleteMarkerValue !== undefined && patch.includes(deleteMarkerValue)
