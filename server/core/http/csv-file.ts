/** Rows as a CSV file, written while it is sent: neither the rows nor the text are ever in memory as a whole. */

import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { reportUnreadable } from '../db/rows.ts'
import { iso } from '../problems/instant.ts'
import { csvRow } from './csv.ts'
import { Answer } from './send.ts'

const MOST_ROWS = 50_000
/** A few milliseconds of work; other requests go on in between. */
const CHUNK = 500

type Cells<Line> = readonly ((line: Line) => string | number | null)[]

export type Columns<Line> = Readonly<Record<string, Cells<Line>[number]>>

/** Up to `most` rows after a row, in the order of the file; from its beginning without one. */
export type RowsAfter<Row> = (after: Row | undefined, most: number) => Promise<Row[]>

type File<Row, Line> = {
  readonly columns: Columns<Line>
  readonly rowsAfter: RowsAfter<Row>
  readonly present: (row: Row) => Line
  readonly idOf: (row: Row) => string
  readonly mostRows?: number
  /** Asked before each part: a download may take longer than the caller's authority lasts. @throws Problem */
  readonly stillAllowed: () => Promise<void>
}

/** The record of a row; of one that cannot be read, its identifier. */
const recordOf = <Row, Line>(row: Row, cells: Cells<Line>, { present, idOf }: File<Row, Line>) => {
  try {
    const line = present(row)
    return csvRow(cells.map(cell => cell(line)))
  } catch (error) {
    reportUnreadable({ id: idOf(row), error })
    return csvRow([idOf(row), 'This entry can’t be read'])
  }
}

async function* lines<Row, Line>(file: File<Row, Line>, first: Row[]) {
  const { columns, rowsAfter, mostRows = MOST_ROWS, stillAllowed } = file
  const cells = Object.values(columns)
  yield csvRow(Object.keys(columns))
  let rows = first
  for (let sent = 0; rows.length > 0; ) {
    yield rows.map(row => recordOf(row, cells, file)).join('')
    sent += rows.length
    const last = rows.at(-1)
    await setImmediate()
    await stillAllowed()
    rows = rows.length < CHUNK ? [] : await rowsAfter(last, Math.min(CHUNK, mostRows - sent))
  }
}

/** The first rows are read at once, so that a database out of reach is still an answer. */
export const csvStream = async <Row, Line>(file: File<Row, Line>): Promise<Readable> =>
  Readable.from(lines(file, await file.rowsAfter(undefined, Math.min(CHUNK, file.mostRows ?? MOST_ROWS))))

/** The answer that a browser saves as `NAME-2027-01-31.csv`. */
export const csvAnswer = async <Row, Line>(name: string, now: number, file: File<Row, Line>): Promise<Answer> =>
  new Answer(200, await csvStream(file), {
    'content-disposition': `attachment; filename="${name}-${iso(now).slice(0, 'yyyy-mm-dd'.length)}.csv"`,
  })
