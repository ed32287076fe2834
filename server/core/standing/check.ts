/**
 * A rule that is new refuses what is new, and strands nothing that is stored: such rows stay readable and otherwise editable. A
 * standing check finds them, so that someone can put them right.
 */
import type { Db } from '../db/database.ts'

export type Finding = {
  /** What it is, for people: `personal token` */
  readonly object: string
  /** What finds it in the app or the API: a tag or an identifier. */
  readonly id: string
  /** What follows "its" or "it" in a sentence: `its name displays as nothing` */
  readonly reason: string
}

export type StandingCheck = {
  /** In the log: `instants` */
  readonly name: string
  readonly find: (db: Db) => AsyncIterable<Finding>
}

/** Rows of one statement: a few milliseconds of work, so that a server that checks goes on answering. */
const CHUNK = 100

type Rows<Row> = {
  readonly object: string
  /** Up to `most` rows whose key comes after `after`, in the order of that key. */
  readonly read: (after: string, most: number) => Promise<readonly Row[]>
  readonly keyOf: (row: Row) => string
  /** What people find the row by, where that is not its key. */
  readonly idOf?: (row: Row) => string
  /** What is wrong with the row; undefined when nothing is. */
  readonly faultOf: (row: Row) => string | undefined
}

/** Findings of a rule that looks at one row after the other. */
export async function* findRows<Row>({ object, read, keyOf, idOf = keyOf, faultOf }: Rows<Row>) {
  let after = ''
  for (;;) {
    const rows = await read(after, CHUNK)
    for (const row of rows) {
      const reason = faultOf(row)
      if (reason !== undefined) yield { object, id: idOf(row), reason }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < CHUNK) return
    after = keyOf(last)
    await new Promise(resolve => setImmediate(resolve)) // lets waiting requests run between two chunks
  }
}

/** "Its document can't be read" for what `read` throws at. */
export const unreadable = (what: string, read: () => unknown): string | undefined => {
  try {
    read()
    return undefined
  } catch {
    return `its ${what} can't be read`
  }
}
