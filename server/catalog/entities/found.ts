/**
 * The entities that hold words. Up to `MOST_RANKED` of them are counted and sorted by how well they match. Where there are more, those
 * whose tag begins with the words come first and all others by tag, so that no answer looks at every match.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { MOST_RANKED } from '../../../contract/catalog/catalog.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import type { Page } from '../../core/db/page.ts'
import { holdsWords, literally, textsHolding } from '../../core/db/search.ts'

export type Sought = {
  /** Folded; at least one. */
  readonly words: readonly string[]
  /** On the row `e` of an entity. */
  readonly condition: RawBuilder<unknown>
}

type Match = { id: string; tag: string; relevance: number }

const like = (pattern: string) => sql<SqlBool>`t.text like ${pattern} escape '!'`

/** Tag, then start of the tag, then start of the name, then anywhere. The places are those of `searchText`. */
const relevanceOf = (words: readonly string[]) => {
  const phrase = literally(words.join(' '))
  return sql<number>`case when ${like(`${phrase}\n%`)} then 0 when ${like(`${phrase}%`)} then 1
    when ${like(`%\n${phrase}%`)} then 2 else 3 end`
}

/** `cross join` is an inner join whose order SQLite keeps: first the texts, which are fewer. Stops at one more than are ranked. */
const someMatches = async (db: Db, { words, condition }: Sought): Promise<Match[]> => {
  const { rows } = await sql<Match>`select e.id, e.tag, ${relevanceOf(words)} as relevance
    from ${textsHolding(db, 'entity_texts', words)} as t cross join entities e where e.id = t.id and ${condition}
    limit ${MOST_RANKED + 1}`.execute(db)
  return rows
}

/** The ids of all matches; undefined if there are too many to rank. */
export const allFound = async (db: Db, sought: Sought): Promise<string[] | undefined> => {
  const matches = await someMatches(db, sought)
  return matches.length > MOST_RANKED ? undefined : matches.map(({ id }) => id)
}

const byRelevance = (a: Match, b: Match) => Number(a.relevance) - Number(b.relevance) || (a.tag < b.tag ? -1 : 1)

type Span = {
  readonly where: RawBuilder<SqlBool>
  readonly order: RawBuilder<unknown>
  readonly limit: number
  readonly offset: number
}

/** Goes along an index of tags, and looks at the text of each. */
const alongTags = async (
  db: Db,
  { words, condition }: Sought,
  { where, order, limit, offset }: Span,
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`select e.id
    from entities e ${sql.raw(lookUpOn(db)('entity_texts t', 't.id = e.id'))} where ${where} and ${holdsWords('entity_texts', words, sql.ref('t.text'))} and ${condition}
    order by ${order} limit ${limit} offset ${offset}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Where more begin so than are ranked, the order of tags is as good. */
const beginningWith = async (db: Db, sought: Sought): Promise<{ ids: string[]; others: RawBuilder<SqlBool> }> => {
  const phrase = sought.words.join(' ')
  const where = sql<SqlBool>`lower(e.tag) >= ${phrase} and lower(e.tag) < ${`${phrase}\u{10ffff}`}`
  const ids = await alongTags(db, sought, { where, order: sql`lower(e.tag), e.tag`, limit: MOST_RANKED + 1, offset: 0 })
  return ids.length > MOST_RANKED ? { ids: [], others: sql`1 = 1` } : { ids, others: sql`not (${where})` }
}

const broadPage = async (db: Db, sought: Sought, { page, pageSize }: Page) => {
  const start = page * pageSize
  const { ids: first, others } = await beginningWith(db, sought)
  const ids = first.slice(start, start + pageSize)
  const [limit, offset] = [pageSize - ids.length, Math.max(0, start - first.length)]
  if (limit > 0) ids.push(...(await alongTags(db, sought, { where: others, order: sql`e.tag`, limit, offset })))
  const isLast = ids.length > 0 && ids.length < pageSize
  return { ids, total: isLast ? start + ids.length : Math.max(MOST_RANKED, start + ids.length) + 1 }
}

/**
 * A page, and how many there are: exactly up to `MOST_RANKED`. Beyond, the number is one that is more than the pages so far hold, until
 * the last page, so that a client that goes on while there are more pages reaches all of them.
 */
export const foundIds = async (db: Db, sought: Sought, page: Page) => {
  const matches = await someMatches(db, sought)
  if (matches.length > MOST_RANKED) return broadPage(db, sought, page)
  const start = page.page * page.pageSize
  const ranked = matches.sort(byRelevance).slice(start, start + page.pageSize)
  return { ids: ranked.map(({ id }) => id), total: matches.length }
}
