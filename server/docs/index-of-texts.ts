/** An index of texts in memory (SQLite FTS5, whichever database the product uses) that finds words in any of their forms. */
import { DatabaseSync } from 'node:sqlite'

/** A plain string in the words of FTS5. */
const quoted = (word: string) => `"${word.replaceAll('"', '')}"`

const anyOf = (words: readonly string[]) => `(${words.map(quoted).join(' OR ')})`

/** @param columns names of the columns, which every row has a text for, in this order */
export const indexOf = (columns: readonly string[], rows: readonly (readonly string[])[]) => {
  const names = columns.join(', ')
  const db = new DatabaseSync(':memory:')
  db.exec(`create virtual table texts using fts5(${names}, tokenize = 'porter unicode61')`)
  const insert = db.prepare(`insert into texts (rowid, ${names}) values (?, ${columns.map(() => '?').join(', ')})`)
  db.exec('begin')
  for (const [at, row] of rows.entries()) insert.run(at, ...row)
  db.exec('commit')
  const matching = db.prepare('select rowid as at from texts where texts match ?')
  const excerpts = db.prepare(
    `select snippet(texts, ?, char(57344), char(57345), '…', 32) as excerpt from texts where texts match ? and rowid = ?`,
  )

  /** The numbers of the rows with one of the words in this column. */
  const having = (column: string, words: readonly string[]): number[] =>
    words.length === 0 ? [] : matching.all(`${column} : ${anyOf(words)}`).map(({ at }) => Number(at))

  /** The part of a row's column that fits best, what was found between U+E000 and U+E001; FTS5 takes integers alone as `rowid`. */
  const excerpt = (at: number, column: string, words: readonly string[]): string =>
    String(excerpts.get(columns.indexOf(column), anyOf(words), BigInt(at))?.excerpt ?? '')
  return { having, excerpt }
}
