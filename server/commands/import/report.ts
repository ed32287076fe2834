/** The report of an import, as a table or JSON. Pure. */
import type { Place } from '../backstage/entity.ts'
import type { Unmapped } from '../backstage/map.ts'

export const OUTCOMES = ['CREATED', 'UPDATED', 'UNCHANGED', 'FAILED'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** `reasons` is empty unless the descriptor failed. */
export type Row = {
  readonly outcome: Outcome
  readonly tag: string | null
  readonly place: Place
  readonly reasons: readonly string[]
}

export type Summary = {
  readonly rows: readonly Row[]
  readonly unmapped: readonly Unmapped[]
  /** Documents that are neither descriptors nor Backstage entities. */
  readonly others: number
  /** Descriptors that were not sent, because the import ended early. */
  readonly left: number
  readonly dryRun: boolean
}

export const textOfPlace = ({ file, line }: Place) => `${file}:${line}`

const WORDS: Readonly<Record<Outcome, string>> = {
  CREATED: 'created',
  UPDATED: 'updated',
  UNCHANGED: 'unchanged',
  FAILED: 'failed',
}

/** Removes control characters, because text from files must not control the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const plain = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '?')

const table = (rows: readonly (readonly string[])[]) => {
  const widths = (rows[0] ?? []).map((_, at) => Math.min(60, Math.max(...rows.map(row => (row[at] ?? '').length))))
  return rows.map(row =>
    row
      .map((cell, at) => plain(cell).padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const count = (amount: number, one: string, many = `${one}s`) =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`

export const countsOf = (rows: readonly Row[]) =>
  OUTCOMES.map(
    outcome => `${rows.filter(row => row.outcome === outcome).length.toLocaleString('en')} ${WORDS[outcome]}`,
  ).join(', ')

/** Each kind of unmapped item with its count and first place, most frequent first. */
export const unmappedCounts = (unmapped: readonly Unmapped[]) =>
  [...Map.groupBy(unmapped, ({ what }) => what)]
    .map(([what, all]) => ({ what, count: all.length, example: all[0] ? textOfPlace(all[0].place) : '' }))
    .toSorted((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1))

/** Failures come last, so that they stay visible. */
const inOrder = (rows: readonly Row[]) => OUTCOMES.flatMap(outcome => rows.filter(row => row.outcome === outcome))

export const asTable = ({ rows, unmapped, others, left, dryRun }: Summary): string => {
  const cells = inOrder(rows).flatMap(({ outcome, tag, place, reasons }) => {
    const [first = '', ...more] = reasons
    const row = [WORDS[outcome], tag ?? '-', textOfPlace(place), first]
    return [row, ...more.map(reason => ['', '', '', reason])]
  })
  const missed = unmappedCounts(unmapped).map(({ what, count, example }) => [String(count), what, example])
  return [
    ...(cells.length > 0 ? [...table([['OUTCOME', 'TAG', 'FILE', 'REASON'], ...cells]), ''] : []),
    ...(missed.length > 0
      ? ['Not mapped from Backstage:', ...table([['COUNT', 'WHAT', 'EXAMPLE'], ...missed]), '']
      : []),
    `${dryRun ? 'Dry run, nothing was stored: ' : ''}${countsOf(rows)}.`,
    ...(others > 0
      ? [
          `${count(others, 'document is neither a descriptor nor a Backstage entity', 'documents are neither descriptors nor Backstage entities')}.`,
        ]
      : []),
    ...(left > 0
      ? [
          `Stopped early: ${count(left, 'descriptor was', 'descriptors were')} not sent. Run the command again to continue.`,
        ]
      : []),
  ].join('\n')
}

export const asJson = ({ rows, unmapped, others, left, dryRun }: Summary): string =>
  JSON.stringify(
    {
      dryRun,
      entities: rows.map(({ outcome, tag, place: { file, line }, reasons }) => ({ outcome, tag, file, line, reasons })),
      unmapped: unmappedCounts(unmapped),
      others,
      notSent: left,
    },
    null,
    2,
  )
