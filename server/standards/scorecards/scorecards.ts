/** Scorecards as they are stored: the source text, what reads need of it, and text that searches look through. */
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { SCORECARD_SORTS } from '../../../contract/standards/scorecards.ts'
import type { Db } from '../../core/db/database.ts'
import { folded } from '../../core/db/folded.ts'
import { newId } from '../../core/db/ids.ts'
import { idsOfPage, type Page, rowsInOrder } from '../../core/db/page.ts'
import { storeText, textsHolding, wordsIn } from '../../core/db/search.ts'
import { orderBy, type Sorting } from '../../core/db/sorted.ts'
import { notFound } from '../../core/problems/problems.ts'
import { readDocument, type Scorecard, type ScorecardDocument } from './document.ts'
import type { Scorecards } from './tables.ts'

export type ScorecardRow = Selectable<Scorecards>

const COLUMNS = [
  'id',
  'tag',
  'name',
  'description',
  'is_draft',
  'document',
  'created_at',
  'updated_at',
  'sample',
  'version',
] as const

export const documentOf = (row: Pick<ScorecardRow, 'document'>): ScorecardDocument => readDocument(row.document)

const noSuchScorecard = (tag: string) => notFound(`No Scorecard has the tag ${tag}.`)

/** @throws Problem 404 */
export const findScorecard = async (db: Db, tag: string): Promise<ScorecardRow> => {
  const row = await db.selectFrom('scorecards').select(COLUMNS).where('tag', '=', tag).executeTakeFirst()
  if (!row) throw noSuchScorecard(tag)
  return row
}

/** The row with its source text; undefined where there is none with this tag. */
export const findSource = (db: Db, tag: string) =>
  db
    .selectFrom('scorecards as c')
    .innerJoin('scorecard_sources as s', 's.id', 'c.id')
    .select(COLUMNS.map(column => `c.${column}` as const))
    .select('s.descriptor')
    .where('c.tag', '=', tag)
    .executeTakeFirst()

/** The YAML text as written. @throws Problem 404 */
export const findDescriptor = async (db: Db, tag: string): Promise<string> => {
  const row = await findSource(db, tag)
  if (!row) throw noSuchScorecard(tag)
  return row.descriptor
}

/** No name holds this character, so that a group is found whole and not inside another. */
const SEPARATOR = '\u001f'
const SEARCHED_DESCRIPTION = 2000

/** The words, then each group of the filter between separators. */
const searchText = ({ tag, name, description, document }: Scorecard) => {
  const groups = document.filter?.groups?.include ?? []
  const words = [tag, name, description?.slice(0, SEARCHED_DESCRIPTION) ?? ''].join('\n')
  return folded(`${words}${SEPARATOR}${groups.map(group => group + SEPARATOR).join('')}`.toWellFormed())
}

export type NewScorecard = {
  readonly scorecard: Scorecard
  /** The descriptor as written. */
  readonly source: string
  readonly now: number
  readonly sample?: 0 | 1
}

/** What a row takes from a descriptor. */
export const contentOf = ({ scorecard, now }: Pick<NewScorecard, 'scorecard' | 'now'>) => ({
  tag: scorecard.tag,
  name: scorecard.name,
  description: scorecard.description ?? null,
  is_draft: scorecard.isDraft ? (1 as const) : (0 as const),
  document: JSON.stringify(scorecard.document),
  updated_at: now,
})

/** Adds a Scorecard. Undefined where the tag is taken already. */
export const insertScorecard = async (db: Db, wanted: NewScorecard): Promise<ScorecardRow | undefined> => {
  const row = await db
    .insertInto('scorecards')
    .values({
      id: newId('sc'),
      ...contentOf(wanted),
      created_at: wanted.now,
      sample: wanted.sample ?? 0,
      version: 1,
    })
    .onConflict(on => on.column('tag').doNothing())
    .returning(COLUMNS)
    .executeTakeFirst()
  if (!row) return undefined
  await db.insertInto('scorecard_sources').values({ id: row.id, descriptor: wanted.source }).execute()
  await storeText(db, 'scorecard_texts', { id: row.id, text: searchText(wanted.scorecard) })
  return row
}

/** Replaces what a Scorecard says of itself; one that came as a sample stays one. */
export const replaceScorecard = async (db: Db, row: ScorecardRow, wanted: NewScorecard): Promise<ScorecardRow> => {
  const { id, version } = row
  await db.updateTable('scorecard_sources').set({ descriptor: wanted.source }).where('id', '=', id).execute()
  await storeText(db, 'scorecard_texts', { id, text: searchText(wanted.scorecard) })
  return db
    .updateTable('scorecards')
    .set({ ...contentOf(wanted), version: version + 1 })
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
}

/** @throws Problem 404 */
export const deleteScorecard = async (db: Db, tag: string): Promise<ScorecardRow> => {
  const row = await findScorecard(db, tag)
  await db.deleteFrom('scorecards').where('id', '=', row.id).execute()
  return row
}

export type ScorecardFilter = Sorting<(typeof SCORECARD_SORTS)[number]> & {
  readonly showDrafts?: boolean | undefined
  readonly query?: string | undefined
  readonly groups?: readonly string[] | undefined
}

const conditionsOf = (db: Db, { showDrafts, query, groups = [] }: ScorecardFilter) => {
  const holding = (words: readonly string[]) =>
    sql<SqlBool>`c.id in (select id from ${textsHolding(db, 'scorecard_texts', words)} as t)`
  const words = wordsIn(query)
  const names = new Set(groups.map(group => folded(group.toWellFormed())))
  const inGroups = [...names].map(name => holding([`${SEPARATOR}${name}${SEPARATOR}`]))
  return [
    sql<SqlBool>`1 = 1`,
    ...(showDrafts ? [] : [sql<SqlBool>`c.is_draft = 0`]),
    ...(words.length > 0 ? [holding(words)] : []),
    ...(groups.length > 0 ? [sql<SqlBool>`(${sql.join(inGroups, sql` or `)})`] : []),
  ]
}

const SORTS = {
  by: { name: sql`lower(c.name)`, lastUpdated: sql`c.updated_at` },
  id: sql`c.tag`,
  first: 'name',
} as const

/** A page of Scorecards, by name unless asked otherwise; drafts only where they are asked for. */
export const listScorecards = async (
  db: Db,
  filter: ScorecardFilter,
  page: Page,
): Promise<{ rows: ScorecardRow[]; total: number }> => {
  const from = sql`from scorecards c where ${sql.join(conditionsOf(db, filter), sql` and `)}`
  const { ids, total } = await idsOfPage(db, { id: 'c.id', from, order: orderBy(SORTS, filter) }, page)
  const read = (some: readonly string[]) =>
    db.selectFrom('scorecards').select(COLUMNS).where('id', 'in', some).execute()
  return { rows: await rowsInOrder(ids, read, ({ id }) => id), total }
}
