/** Scorecards as they are stored: the source text, what reads need of it, and text that searches look through. */
import { type Expression, type Selectable, type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { Scorecards } from '../db/tables.ts'
import { changedMeanwhile, notFound } from '../http/problems.ts'
import type { Scorecard, ScorecardDocument } from './document.ts'

/** A row without its source text, which may be large and is rarely wanted. */
export type ScorecardRow = Omit<Selectable<Scorecards>, 'descriptor' | 'search'>

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

export const documentOf = (row: Pick<ScorecardRow, 'document'>): ScorecardDocument => JSON.parse(row.document)

const noSuchScorecard = (tag: string) => notFound(`There is no Scorecard with the tag ${tag}.`)

/** @throws Problem 404 */
export const findScorecard = async (db: Db, tag: string): Promise<ScorecardRow> => {
  const row = await db.selectFrom('scorecards').select(COLUMNS).where('tag', '=', tag).executeTakeFirst()
  if (!row) throw noSuchScorecard(tag)
  return row
}

/** The row with its source text; undefined where there is none with this tag. */
export const findSource = (db: Db, tag: string) =>
  db
    .selectFrom('scorecards')
    .select([...COLUMNS, 'descriptor'])
    .where('tag', '=', tag)
    .executeTakeFirst()

/** The YAML text as written. @throws Problem 404 */
export const findDescriptor = async (db: Db, tag: string): Promise<string> => {
  const row = await findSource(db, tag)
  if (!row) throw noSuchScorecard(tag)
  return row.descriptor
}

/** @throws Problem 409 when the row is not the version that the client saw */
export const requireVersion = (row: { version: number }, version: number | undefined) => {
  if (version !== undefined && row.version !== version) throw changedMeanwhile()
}

/** No name holds this character, so that a group is found whole and not inside another. */
const SEPARATOR = '\u001f'
const SEARCHED_DESCRIPTION = 2000

/** The words, then each group of the filter between separators. */
const searchText = ({ tag, name, description, document }: Scorecard) => {
  const groups = document.filter?.groups?.include ?? []
  const words = [tag, name, description?.slice(0, SEARCHED_DESCRIPTION) ?? ''].join('\n')
  return `${words}${SEPARATOR}${groups.map(group => group + SEPARATOR).join('')}`.toLowerCase().toWellFormed()
}

export type NewScorecard = {
  readonly scorecard: Scorecard
  /** The descriptor as written. */
  readonly source: string
  readonly now: number
  readonly sample?: 0 | 1
}

/** What a row takes from a descriptor. */
export const contentOf = ({ scorecard, source, now }: NewScorecard) => ({
  tag: scorecard.tag,
  name: scorecard.name,
  description: scorecard.description ?? null,
  is_draft: scorecard.isDraft ? (1 as const) : (0 as const),
  document: JSON.stringify(scorecard.document),
  descriptor: source,
  search: searchText(scorecard),
  updated_at: now,
})

/** Adds a Scorecard. Undefined where the tag is taken already. */
export const insertScorecard = (db: Db, wanted: NewScorecard): Promise<ScorecardRow | undefined> =>
  db
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

/** Replaces what a Scorecard says of itself; one that came as a sample stays one. */
export const replaceScorecard = (db: Db, row: ScorecardRow, wanted: NewScorecard): Promise<ScorecardRow> =>
  db
    .updateTable('scorecards')
    .set({ ...contentOf(wanted), version: row.version + 1 })
    .where('id', '=', row.id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()

/** @throws Problem 404, or 409 on another version */
export const deleteScorecard = async (db: Db, tag: string, version: number | undefined): Promise<ScorecardRow> => {
  const row = await findScorecard(db, tag)
  requireVersion(row, version)
  await db.deleteFrom('scorecards').where('id', '=', row.id).execute()
  return row
}

export type ScorecardFilter = {
  readonly showDrafts?: boolean | undefined
  readonly query?: string | undefined
  readonly groups?: readonly string[] | undefined
}

const MOST_WORDS = 20

const holding = (text: string) =>
  sql<SqlBool>`search like ${`%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`} escape '!'`

const filtered = (db: Db, { showDrafts, query = '', groups = [] }: ScorecardFilter) =>
  db.selectFrom('scorecards').where(eb => {
    const conditions: Expression<SqlBool>[] = query.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS).map(holding)
    if (!showDrafts) conditions.push(eb('is_draft', '=', 0))
    if (groups.length > 0) conditions.push(eb.or(groups.map(group => holding(SEPARATOR + group + SEPARATOR))))
    return eb.and(conditions)
  })

/** A page of Scorecards by name; drafts only where they are asked for. */
export const listScorecards = async (
  db: Db,
  filter: ScorecardFilter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ rows: ScorecardRow[]; total: number }> => {
  const found = filtered(db, filter)
  const rows = await found
    .select(COLUMNS)
    .orderBy(sql`lower(name)`)
    .orderBy('tag')
    .limit(pageSize)
    .offset(page * pageSize)
    .execute()
  if (page === 0 && rows.length < pageSize) return { rows, total: rows.length }
  const { total } = await found.select(eb => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}
