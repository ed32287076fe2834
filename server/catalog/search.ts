/** Lists of entities: every filter is SQL, and means the same on both engines. */
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { literally, textsHolding, wordsIn } from '../db/search.ts'
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

const like = (pattern: string) => sql<SqlBool>`t.text like ${pattern} escape '!'`

/** Tag, then start of the tag, then start of the name, then anywhere. The places are those of `searchText`. */
const relevance = (words: readonly string[]) => {
  const phrase = literally(words.join(' '))
  return sql<number>`case when ${like(`${phrase}\n%`)} then 0 when ${like(`${phrase}%`)} then 1
    when ${like(`%\n${phrase}%`)} then 2 else 3 end`
}

const lowered = (texts: readonly string[]) => texts.map(text => text.toLowerCase())

const conditionsOf = ({ includeArchived, types, gitRepositories, groups, owners }: EntityFilter) => [
  ...(includeArchived ? [] : [sql<SqlBool>`e.archived_at is null`]),
  types?.length ? sql<SqlBool>`e.type in (${sql.join(types)})` : sql<SqlBool>`e.type <> 'team'`,
  ...(gitRepositories?.length ? [sql<SqlBool>`e.git_repository in (${sql.join(lowered(gitRepositories))})`] : []),
  ...(groups?.length
    ? [sql<SqlBool>`e.id in (select entity_id from entity_groups where name in (${sql.join(groups)}))`]
    : []),
  ...(owners?.length
    ? [
        sql<SqlBool>`e.id in (select entity_id from entity_owners where kind = 'GROUP' and name in (${sql.join(lowered(owners))}))`,
      ]
    : []),
]

/** The ids and tags that match, with how well. `cross join` is an inner join whose order SQLite keeps: first the texts, which are fewer. */
const matching = (db: Db, filter: EntityFilter) => {
  const words = wordsIn(filter.query)
  const conditions = sql.join(conditionsOf(filter), sql` and `)
  if (words.length === 0)
    return { found: sql`select e.id, e.tag, 0 as place from entities e where ${conditions}`, order: sql`tag` }
  const texts = textsHolding(db, 'entity_texts', words)
  const found = sql`select e.id, e.tag, ${relevance(words)} as place from ${texts} as t cross join entities e where e.id = t.id and ${conditions}`
  return { found, order: sql`place, tag` }
}

/** A page of entities, most relevant first where words are searched for, by tag otherwise. */
export const listEntities = async (
  db: Db,
  filter: EntityFilter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<EntityPage> => {
  const { found, order } = matching(db, filter)
  const columns = sql.join(ENTITY_COLUMNS.map(column => sql.ref(`n.${column}`)))
  // only ids and tags are sorted and skipped; the rows follow for one page
  const { rows } = await sql<EntityRow>`select ${columns} from (
      ${found} order by ${order} limit ${pageSize} offset ${page * pageSize}) as k
    cross join entities n where n.id = k.id order by k.place, k.tag`.execute(db)
  if (page === 0 && rows.length < pageSize) return { rows, total: rows.length }
  const { rows: counted } = await sql<{ total: number }>`select count(*) as total from (${found}) as k`.execute(db)
  return { rows, total: Number(counted[0]?.total) }
}

const MOST_CHOICES = 500

type Choice = { value: string; count: number }

/** What is archived is few, and taken off what the index counts of all. */
const countedOf = async (db: Db, all: string, archived: string): Promise<Choice[]> => {
  const { rows } = await sql<Choice>`select value, sum(n) as count from (
      ${sql.raw(all)} union all select value, -count(*) as n from (${sql.raw(archived)}) as a group by value) as c
    group by value having sum(n) > 0 order by count desc, value limit ${MOST_CHOICES}`.execute(db)
  return rows.map(({ value, count }) => ({ value, count: Number(count) }))
}

/** What there is to filter by, most frequent first, counted over entities that are not archived. */
export const listChoices = async (db: Db) => {
  const { rows: types } = await sql<Choice>`select type as value, count(*) as count from entities
    where archived_at is null group by type order by count desc, value limit ${MOST_CHOICES}`.execute(db)
  const gone = 'from entities e cross join'
  const groups = await countedOf(
    db,
    'select name as value, count(*) as n from entity_groups group by name',
    `select g.name as value ${gone} entity_groups g where e.archived_at is not null and g.entity_id = e.id`,
  )
  const owned = "kind = 'GROUP'"
  const owners = await countedOf(
    db,
    `select value, count(*) as n from (select distinct name as value, entity_id from entity_owners where ${owned}) as o group by value`,
    `select distinct o.name as value, o.entity_id ${gone} entity_owners o where e.archived_at is not null and o.entity_id = e.id and o.${owned}`,
  )
  return { types, groups, owners }
}
