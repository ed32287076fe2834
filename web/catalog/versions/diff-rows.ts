/** A diff as the rows that a page shows. */
import type { DiffKind, VersionDiff } from '../../../contract/catalog/versions.ts'

export type LineRow = {
  readonly kind: DiffKind
  readonly before: number | undefined
  readonly after: number | undefined
  readonly text: string
  readonly noNewline: boolean
}

/** Lines that are left out, by their numbers in the later text. */
export type GapRow = { readonly gap: { readonly before: number; readonly after: number; readonly count: number } }

export type DiffRow = LineRow | GapRow

type Hunk = VersionDiff['hunks'][number]

const linesOf = ({ beforeStart, afterStart, parts }: Hunk) => {
  let [before, after] = [beforeStart, afterStart]
  const rows = parts.flatMap(({ kind, lines, noNewline }) =>
    lines.map((text, at): LineRow => {
      const isLast = at === lines.length - 1
      return {
        kind,
        before: kind === 'ADDED' ? undefined : before++,
        after: kind === 'REMOVED' ? undefined : after++,
        text,
        noNewline: noNewline === true && isLast,
      }
    }),
  )
  return { rows, before, after }
}

/** The lines of all hunks, and the gaps before, between and after them. */
export const rowsOf = ({ hunks, lines }: Pick<VersionDiff, 'hunks' | 'lines'>): DiffRow[] => {
  const all: DiffRow[] = []
  let [before, after] = [1, 1]
  const skipTo = (next: number) => {
    if (next > after) all.push({ gap: { before, after, count: next - after } })
  }
  for (const hunk of hunks) {
    skipTo(hunk.afterStart)
    const shown = linesOf(hunk)
    all.push(...shown.rows)
    ;[before, after] = [shown.before, shown.after]
  }
  if (hunks.length > 0) skipTo(lines + 1)
  return all
}

/** The lines of a gap, from the whole later text. */
export const filled = ({ gap }: GapRow, text: string): LineRow[] =>
  text
    .split('\n')
    .slice(gap.after - 1, gap.after - 1 + gap.count)
    .map((line, at) => ({
      kind: 'SAME',
      before: gap.before + at,
      after: gap.after + at,
      text: line,
      noNewline: false,
    }))
