/** Line differences between texts. */
import { diffArrays } from 'diff'
import type { DiffKind, Hunk } from '../../../contract/catalog/versions.ts'

/** The most lines of a minimal difference: the time to find it grows with their square. */
const MOST_EDITS = 1000

/** `lines` end with their line feeds. */
export type Part = { readonly kind: DiffKind; readonly lines: readonly string[] }

/** With their line feeds; the last one may have none. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/))

const sharedAtStart = (before: readonly string[], after: readonly string[]) => {
  let count = 0
  while (count < before.length && count < after.length && before[count] === after[count]) count++
  return count
}

const sharedAtEnd = (before: readonly string[], after: readonly string[], most: number) => {
  let count = 0
  while (count < most && before.at(-1 - count) === after.at(-1 - count)) count++
  return count
}

const kindOf = ({ added, removed }: { added?: boolean; removed?: boolean }): DiffKind =>
  added ? 'ADDED' : removed ? 'REMOVED' : 'SAME'

/** If the texts have little in common: all lines of one, then all lines of the other. */
const changed = (before: string[], after: string[]): Part[] =>
  diffArrays(before, after, { maxEditLength: MOST_EDITS })?.map(part => ({
    kind: kindOf(part),
    lines: part.value,
  })) ?? [
    { kind: 'REMOVED', lines: before },
    { kind: 'ADDED', lines: after },
  ]

/** The later text in order, with the lines of the earlier one that it lacks. */
export const partsBetween = (before: readonly string[], after: readonly string[]): Part[] => {
  const start = sharedAtStart(before, after)
  const end = sharedAtEnd(before, after, Math.min(before.length, after.length) - start)
  const middle = changed(before.slice(start, before.length - end), after.slice(start, after.length - end))
  const parts: Part[] = [
    { kind: 'SAME', lines: after.slice(0, start) },
    ...middle,
    { kind: 'SAME', lines: after.slice(after.length - end) },
  ]
  return parts.filter(({ lines }) => lines.length > 0)
}

export const countsOf = (parts: readonly Part[]) => {
  const count = (kind: DiffKind) => parts.reduce((sum, part) => sum + (part.kind === kind ? part.lines.length : 0), 0)
  return { added: count('ADDED'), removed: count('REMOVED') }
}

const shown = ({ kind, lines }: Part): Hunk['parts'][number] => ({
  kind,
  lines: lines.map(line => (line.endsWith('\n') ? line.slice(0, -1) : line)),
  ...(lines.at(-1)?.endsWith('\n') === false && { noNewline: true }),
})

type Placed = Part & { readonly before: number; readonly after: number }

/** With the numbers of their first lines in both texts, from 1. */
const placed = (parts: readonly Part[]): Placed[] => {
  let [before, after] = [1, 1]
  return parts.map(part => {
    const here = { ...part, before, after }
    if (part.kind !== 'ADDED') before += part.lines.length
    if (part.kind !== 'REMOVED') after += part.lines.length
    return here
  })
}

const from = ({ kind, lines, before, after }: Placed, start: number): Placed => ({
  kind,
  lines: lines.slice(start),
  before: before + start,
  after: after + start,
})

/** The changes, each with this many unchanged lines around it. */
export const hunksOf = (parts: readonly Part[], context: number): Hunk[] => {
  let open: Placed[] = []
  const hunks = [open]
  for (const [at, part] of placed(parts).entries()) {
    const { kind, lines } = part
    const [head, tail] = [at === 0 ? 0 : context, at === parts.length - 1 ? 0 : context]
    if (kind !== 'SAME' || lines.length <= head + tail) {
      open.push(part)
      continue
    }
    open.push({ ...part, lines: lines.slice(0, head) })
    open = [from(part, lines.length - tail)]
    hunks.push(open)
  }
  return hunks.flatMap(hunk => {
    const filled = hunk.filter(({ lines }) => lines.length > 0)
    const [first] = filled
    if (!first || filled.every(({ kind }) => kind === 'SAME')) return []
    return [{ beforeStart: first.before, afterStart: first.after, parts: filled.map(shown) }]
  })
}
