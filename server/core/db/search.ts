/**
 * Searches for words anywhere in texts, by the trigrams in them: FTS5's on SQLite, pg_trgm's on PostgreSQL.
 *
 * On SQLite a write only marks its text, and `indexTexts` adds those to the index some at a time: one by one they would cost half a
 * write each. What the index says is a hint that is looked up in the text itself, and texts that wait for it are all looked through.
 *
 * One or two letters are no trigram, so they find the beginnings of words: `withBeginnings` adds the words of a text to it, each after two
 * spaces, which with a letter are one.
 */
import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { compiled } from './compiled.ts'
import type { Database, Db } from './database.ts'
import { folded } from './folded.ts'
import { isSqlite } from './look-up.ts'
import type { Texts } from './tables.ts'

/** Tables of `id` and `text`, made by the migration. */
export const TEXT_TABLES = ['entity_texts', 'scorecard_texts'] as const
export type TextTable = (typeof TEXT_TABLES)[number]

/** Large ones, whose texts were given to `withBeginnings`. */
const WITH_BEGINNINGS: ReadonlySet<TextTable> = new Set(['entity_texts'])

const MOST_WORDS = 20

/** The words of a query, folded as texts are kept; PostgreSQL knows no text with the character 0. */
export const wordsIn = (query: string | undefined): string[] =>
  folded((query ?? '').toWellFormed())
    .split(/[\s\0]+/)
    .filter(Boolean)
    .slice(0, MOST_WORDS)

/** For `like … escape '!'`. */
export const literally = (text: string) => text.replace(/[!%_]/g, '!$&')

/** A condition on a column: it holds this very text. */
export const holds = (column: RawBuilder<unknown>, text: string) =>
  sql<boolean>`${column} like ${`%${literally(text)}%`} escape '!'`

const GRAM = 3

const gramsOf = (word: string): string[] => {
  const letters = [...word]
  return letters.slice(GRAM - 1).map((_, at) => letters.slice(at, at + GRAM).join(''))
}

const quoted = (gram: string) => `"${gram.replaceAll('"', '""')}"`

const SHORT = 3
/** Of scripts that separate words with spaces; elsewhere a word may begin anywhere. */
const SPACED = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]+$/u
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/u
const BEFORE_WORD = '  '

/** A text with one space at most between its words → the same with the words once more, for searches of one or two letters. */
export const withBeginnings = (text: string): string =>
  `${text}\n${[...new Set(text.split(BETWEEN_WORDS))]
    .filter(Boolean)
    .map(word => BEFORE_WORD + word)
    .join('')}`

/** What a text must hold for a word to be found in it. */
const soughtFor = (word: string): string => ([...word].length < SHORT && SPACED.test(word) ? BEFORE_WORD + word : word)

type Found = RawBuilder<{ id: string; text: string }>

const soughtIn = (table: TextTable, words: readonly string[]) =>
  WITH_BEGINNINGS.has(table) ? words.map(soughtFor) : words

/** A condition on a text of the table: it holds every one of these words. */
export const holdsWords = (table: TextTable, words: readonly string[], column: RawBuilder<unknown>) =>
  sql.join(
    soughtIn(table, words).map(part => holds(column, part)),
    sql` and `,
  )

/** The ids and texts that hold every one of these words, of which there is at least one. */
export const textsHolding = (db: Db, table: TextTable, words: readonly string[]): Found => {
  const all = holdsWords(table, words, sql.ref('t.text'))
  const grams = [...new Set(soughtIn(table, words).flatMap(gramsOf))]
  if (!isSqlite(db) || grams.length === 0) return sql`(select t.id, t.text from ${sql.table(table)} t where ${all})`
  const index = sql.table(`${table}_words`)
  return sql`(select t.id, t.text from ${index} as i cross join ${sql.table(table)} t
      where i.${index} match ${grams.map(quoted).join(' ')} and t.place = i.rowid and t.indexed = 1 and ${all}
    union all select t.id, t.text from ${sql.table(table)} t where t.indexed = 0 and ${all})`
}

const upsertText = (table: TextTable) =>
  compiled((db, { id, text }: Texts) => {
    const again = isSqlite(db) ? sql`text = excluded.text, indexed = 0` : sql`text = excluded.text`
    const upsert = sql<never>`insert into ${sql.table(table)} (id, text) values (${id}, ${text})
      on conflict (id) do update set ${again} where ${sql.table(table)}.text <> excluded.text`
    return { compile: () => upsert.compile(db) }
  })

const UPSERTS = { entity_texts: upsertText('entity_texts'), scorecard_texts: upsertText('scorecard_texts') }

export const storeText = async (db: Db, table: TextTable, row: Texts) => void (await UPSERTS[table](db, row))

/** Texts of one transaction, and pages of the index that it merges: some milliseconds. */
const CHUNK = 100
const MERGED_PAGES = 20

/** Answers whether there may be more. */
const indexSome = async (database: Database, table: TextTable): Promise<boolean> => {
  const [texts, words] = [sql.table(table), sql.table(`${table}_words`)]
  const some = sql`from ${texts} where indexed = 0 order by place limit ${sql.lit(CHUNK)}`
  const { rows } = await sql`select 1 ${some}`.execute(database.db)
  if (rows.length === 0) return false
  await database.transaction(async db => {
    await sql`delete from ${words} where rowid in (select place ${some})`.execute(db)
    await sql`insert into ${words} (rowid, text) select place, text ${some}`.execute(db)
    await sql`insert into ${words} (${words}, rank) values ('merge', ${sql.lit(MERGED_PAGES)})`.execute(db)
    await sql`update ${texts} set indexed = 1 where place in (select place ${some})`.execute(db)
  })
  return rows.length === CHUNK
}

/** Adds what was written since to the index, up to `most` texts of each table. PostgreSQL does that automatically. */
export const indexTexts = async (database: Database, most = 2000): Promise<void> => {
  if (!isSqlite(database.db)) return
  for (const table of TEXT_TABLES)
    for (let count = 0; count < most && (await indexSome(database, table)); count += CHUNK) await setImmediate()
}
