/** Lists of entities: every filter is SQL, and means the same on both engines. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { ENTITY_COLUMNS, type EntityRow } from './entities.ts'

export type EntityFilter = {
  readonly types?: readonly string[] | undefined
  readonly groups?: readonly string[] | undefined
  /** Names of owning groups or tags of teams; letter case does not matter. */
  readonly owners?: readonly string[] | undefined
  readonly query?: string | undefined
  readonly gitRepositories?: readonly string[] | undefined
  readonly includeArchived?: boolean | undefined
}

export type EntityPage = { readonly rows: EntityRow[]; readonly total: number }

const MOST_WORDS = 20

/** For `like … escape '!'`. */
const literally = (text: string) => text.replace(/[!%_]/g, '!$&')

const like = (pattern: string) => sql<SqlBool>`search like ${pattern} escape '!'`

const wordsOf = (query: string | undefined) =>
  (query ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS).map(literally)

/** Tag, then start of the tag, then start of the name, then anywhere. The places are those of `searchText`. */
const relevance = (words: readonly string[]) => {
  const phrase = words.join(' ')
  return sql<number>`case when ${like(`${phrase}\n%`)} then 0 when ${like(`${phrase}%`)} then 1
    when ${like(`%\n${phrase}%`)} then 2 else 3 end`
}

const lowered = (texts: readonly string[]) => texts.map(text => text.toLowerCase())

const filtered = (db: Db, filter: EntityFilter) =>
  db.selectFrom('entities').where(eb => {
    const conditions: Expression<SqlBool>[] = wordsOf(filter.query).map(word => like(`%${word}%`))
    if (!filter.includeArchived) conditions.push(eb('archived_at', 'is', null))
    if (filter.types?.length) conditions.push(eb('type', 'in', filter.types))
    else conditions.push(eb('type', '<>', 'team'))
    if (filter.gitRepositories?.length) conditions.push(eb('git_repository', 'in', lowered(filter.gitRepositories)))
    if (filter.groups?.length) {
      const inGroups = db.selectFrom('entity_groups').select('entity_id').where('name', 'in', filter.groups)
      conditions.push(eb('id', 'in', inGroups))
    }
    if (filter.owners?.length) {
      const owned = db
        .selectFrom('entity_owners')
        .select('entity_id')
        .where('kind', '=', 'GROUP')
        .where('name', 'in', lowered(filter.owners))
      conditions.push(eb('id', 'in', owned))
    }
    return eb.and(conditions)
  })

/** A page of entities, most relevant first where words are searched for, by tag otherwise. */
export const listEntities = async (
  db: Db,
  filter: EntityFilter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<EntityPage> => {
  const found = filtered(db, filter)
  const words = wordsOf(filter.query)
  const sorted = words.length > 0 ? found.orderBy(relevance(words)) : found
  const rows = await sorted
    .select(ENTITY_COLUMNS)
    .orderBy('tag')
    .limit(pageSize)
    .offset(page * pageSize)
    .execute()
  if (page === 0 && rows.length < pageSize) return { rows, total: rows.length }
  const { total } = await found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}

const MOST_CHOICES = 500

/** What there is to filter by, most frequent first, counted over entities that are not archived. */
export const listChoices = async (db: Db) => {
  const count = sql<number>`count(*)`.as('count')
  const types = db
    .selectFrom('entities')
    .where('archived_at', 'is', null)
    .select(['type as value', count])
    .groupBy('type')
  const groups = db
    .selectFrom('entity_groups')
    .innerJoin('entities', 'entities.id', 'entity_groups.entity_id')
    .where('archived_at', 'is', null)
    .select(['entity_groups.name as value', count])
    .groupBy('entity_groups.name')
  const owners = db
    .selectFrom('entity_owners')
    .innerJoin('entities', 'entities.id', 'entity_owners.entity_id')
    .where('archived_at', 'is', null)
    .where('kind', '=', 'GROUP')
    .select(['entity_owners.name as value', sql<number>`count(distinct entity_id)`.as('count')])
    .groupBy('entity_owners.name')
  const [typeRows, groupRows, ownerRows] = await Promise.all(
    [types, groups, owners].map(query => query.orderBy('count', 'desc').orderBy('value').limit(MOST_CHOICES).execute()),
  )
  return { types: typeRows ?? [], groups: groupRows ?? [], owners: ownerRows ?? [] }
}
