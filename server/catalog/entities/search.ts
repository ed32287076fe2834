/** Lists of entities: every filter is SQL, and means the same on both engines. */
import { type SqlBool, sql } from 'kysely'
import type { ENTITY_SORTS } from '../../../contract/catalog/catalog.ts'
import type { Db } from '../../core/db/database.ts'
import { folded } from '../../core/db/folded.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { idsOfPage, type List, type Page, rowsInOrder } from '../../core/db/page.ts'
import { wordsIn } from '../../core/db/search.ts'
import { orderBy, type Sorting } from '../../core/db/sorted.ts'
import type { EntityRowWithOwn } from './answers.ts'
import { ENTITY_COLUMNS } from './entities.ts'
import { foundIds } from './found.ts'
import { OWN_FORMAT } from './own.ts'
import type { Remembered } from './remembered.ts'
import { groupsOfTeams, namesTeam, type TeamGroup } from './team-groups.ts'

export type EntityFilter = Sorting<(typeof ENTITY_SORTS)[number]> & {
  readonly types?: readonly string[] | undefined
  readonly groups?: readonly string[] | undefined
  /** Names of owning groups, tags of teams, or emails; letter case does not matter. */
  readonly owners?: readonly string[] | undefined
  readonly query?: string | undefined
  readonly gitRepositories?: readonly string[] | undefined
  readonly violatesSchema?: boolean | undefined
  readonly unowned?: boolean | undefined
  readonly ungrouped?: boolean | undefined
  readonly includeArchived?: boolean | undefined
  readonly includeNestedFields?: readonly string[] | undefined
  /** A tag: only what sorts after it. */
  readonly after?: string | undefined
}

/** With the groups that the owners stand for, where they are teams. */
export type Filter = EntityFilter & { readonly ownerGroups?: readonly TeamGroup[] }

export type EntityPage = { readonly rows: EntityRowWithOwn[]; readonly total: number }

export const lowered = (texts: readonly string[]) => texts.map(text => text.toLowerCase())

/** Who asks for the members of teams wants the teams. */
const withMembers = (fields: EntityFilter['includeNestedFields']) =>
  fields?.some(field => field.toLowerCase() === 'team:members') ?? false

/** No owner by group or email. Slack channels don't count as owners. */
export const UNOWNED = sql<SqlBool>`not exists (select 1 from entity_owners o where o.entity_id = e.id and o.kind in ('GROUP', 'EMAIL'))`
export const UNGROUPED = sql<SqlBool>`not exists (select 1 from entity_groups g where g.entity_id = e.id)`

const conditionsOf = ({
  includeArchived,
  types,
  gitRepositories,
  groups,
  owners,
  includeNestedFields,
  ownerGroups = [],
  violatesSchema,
  unowned,
  ungrouped,
}: Filter) => [
  ...(violatesSchema ? [sql<SqlBool>`e.violates_schema = 1`] : []),
  ...(unowned ? [UNOWNED] : []),
  ...(ungrouped ? [UNGROUPED] : []),
  ...(includeArchived ? [] : [sql<SqlBool>`e.archived_at is null`]),
  ...(types?.length ? [sql<SqlBool>`lower(e.type) in (${sql.join(lowered(types))})`] : []),
  ...(types?.length || withMembers(includeNestedFields) ? [] : [sql<SqlBool>`e.type <> 'team'`]),
  ...(gitRepositories?.length ? [sql<SqlBool>`e.git_repository in (${sql.join(lowered(gitRepositories))})`] : []),
  ...(groups?.length
    ? [sql<SqlBool>`e.id in (select entity_id from entity_groups where folded in (${sql.join(groups.map(folded))}))`]
    : []),
  ...(owners?.length
    ? [
        sql<SqlBool>`e.id in (select entity_id from entity_owners where kind = 'EMAIL' and name in (${sql.join(lowered(owners))})
          union all select entity_id from entity_owners where ${namesTeam({ tags: lowered(owners), groups: ownerGroups })})`,
      ]
    : []),
]

export const conditionOf = (filter: Filter) => sql.join([sql`1 = 1`, ...conditionsOf(filter)], sql` and `)

const TAG = sql`e.tag`
const SORTS = {
  by: { tag: TAG, lastUpdated: sql`e.updated_at`, name: sql`e.folded_name` },
  id: TAG,
  first: 'tag',
} as const

/** Entities by tag, or as the filter sorts them. */
export const listInOrder = (filter: Filter): List => ({
  id: 'e.id',
  from: sql`from entities e where ${conditionOf(filter)}`,
  order: orderBy(SORTS, filter),
  after: filter.after === undefined ? undefined : sql<SqlBool>`e.tag > ${filter.after}`,
})

/** What the number of entities depends on: not the page, nor what each of them is shown with. */
const countsOf = (filter: EntityFilter) => [
  filter.types,
  filter.groups,
  filter.owners,
  filter.gitRepositories,
  filter.violatesSchema,
  filter.unowned,
  filter.ungrouped,
  filter.includeArchived,
  withMembers(filter.includeNestedFields),
]

/** Counts again only where the catalog has changed. */
export const knownCount =
  (known: Remembered, filter: EntityFilter): NonNullable<List['known']> =>
  async count =>
    Number(await known(['count', countsOf(filter)], async () => String(await count())))

type Paging = { readonly page: Page; readonly known: Remembered }

const idsOf = (db: Db, filter: Filter, { page, known }: Paging) => {
  const words = wordsIn(filter.query)
  if (words.length > 0) return foundIds(db, { words, condition: conditionOf(filter) }, page)
  return idsOfPage(db, { ...listInOrder(filter), known: knownCount(known, filter) }, page)
}

/** A page of entities: as `foundIds` sorts them where words are searched for, by tag otherwise. */
export const listEntities = async (db: Db, filter: EntityFilter, paging: Paging): Promise<EntityPage> => {
  const ownerGroups = await groupsOfTeams(db, lowered(filter.owners ?? []))
  const found = await idsOf(db, { ...filter, ownerGroups }, paging)
  const read = (some: readonly string[]) =>
    db
      .selectFrom('entities as e')
      .leftJoin('entity_own as o', join => join.onRef('o.id', '=', 'e.id').on('o.format', '=', OWN_FORMAT))
      .select(ENTITY_COLUMNS.map(column => `e.${column}` as const))
      .select(['o.text as own_text', 'o.checksum as own_checksum'])
      .where('e.id', 'in', some)
      .execute()
  return { rows: await rowsInOrder(found.ids, read, ({ id }) => id), total: found.total }
}

const MOST_CHOICES = 500

type Choice = { value: string; count: number }
/** What counts as the same: names in one form. */
type Counting = { readonly key: 'folded' | 'name'; readonly condition: string }

/** What is archived is less, and taken off what an index counts of all. */
const countedBy = async (db: Db, table: string, { key, condition }: Counting): Promise<Choice[]> => {
  const archived = `select min(p.name) as value, p.${key} as folded, -count(*) as n
    from (select id from entities where archived_at is not null) as e ${lookUpOn(db)(`${table} p`, 'p.entity_id = e.id')} where ${condition} group by p.${key}`
  const { rows } = await sql<Choice>`select min(value) as value, sum(n) as count from (
      select min(p.name) as value, ${sql.ref(`p.${key}`)} as folded, count(*) as n
        from ${sql.table(table)} p where ${sql.raw(condition)} group by ${sql.ref(`p.${key}`)}
      union all ${sql.raw(archived)}) as counted
    group by folded having sum(n) > 0 order by count desc, value limit ${MOST_CHOICES}`.execute(db)
  return rows.map(({ value, count }) => ({ value, count: Number(count) }))
}

/** What there is to filter by, most frequent first, counted over entities that are not archived. */
export const listChoices = async (db: Db) => {
  const { rows: types } = await sql<Choice>`select min(type) as value, count(*) as count from entities
    where archived_at is null group by lower(type) order by count desc, value limit ${MOST_CHOICES}`.execute(db)
  const groups = await countedBy(db, 'entity_groups', { key: 'folded', condition: '1 = 1' })
  const owners = await countedBy(db, 'entity_owners', { key: 'name', condition: "p.kind = 'GROUP'" })
  return { types: types.map(({ value, count }) => ({ value, count: Number(count) })), groups, owners }
}
