/** Rows as a CSV file, written while it is sent: neither the rows nor the text are ever in memory as a whole. */

import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { csvRow } from './csv.ts'
import { iso } from './instant.ts'
import { Answer } from './mount.ts'

const MOST_ROWS = 50_000
/** A few milliseconds of work; other requests go on in between. */
const CHUNK = 500

export type Columns<Row> = Readonly<Record<string, (row: Row) => string | number | null>>

/** Up to `most` rows after a row, in the order of the file; from its beginning without one. */
export type RowsAfter<Row> = (after: Row | undefined, most: number) => Promise<Row[]>

type File<Row> = {
  readonly columns: Columns<Row>
  readonly rowsAfter: RowsAfter<Row>
  readonly mostRows?: number
  /** Asked before each part: a download may take longer than the caller's authority lasts. @throws Problem */
  readonly stillAllowed: () => Promise<void>
}

async function* lines<Row>({ columns, rowsAfter, mostRows = MOST_ROWS, stillAllowed }: File<Row>, first: Row[]) {
  const cells = Object.values(columns)
  yield csvRow(Object.keys(columns))
  let rows = first
  for (let sent = 0; rows.length > 0; ) {
    yield rows.map(row => csvRow(cells.map(cell => cell(row)))).join('')
    sent += rows.length
    const last = rows.at(-1)
    await setImmediate()
    await stillAllowed()
    rows = rows.length < CHUNK ? [] : await rowsAfter(last, Math.min(CHUNK, mostRows - sent))
  }
}

/** The first rows are read at once, so that a database out of reach is still an answer. */
export const csvStream = async <Row>(file: File<Row>): Promise<Readable> =>
  Readable.from(lines(file, await file.rowsAfter(undefined, Math.min(CHUNK, file.mostRows ?? MOST_ROWS))))

/** The answer that a browser saves as `NAME-2027-01-31.csv`. */
export const csvAnswer = async <Row>(name: string, now: number, file: File<Row>): Promise<Answer> =>
  new Answer(200, await csvStream(file), {
    'content-disposition': `attachment; filename="${name}-${iso(now).slice(0, 'yyyy-mm-dd'.length)}.csv"`,
  })
