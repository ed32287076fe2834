/** Counts the filtered entities of each type, owner or group. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type CatalogCount, type COUNTED_BY, MOST_COUNTS, MOST_RANKED } from '../../../contract/catalog/catalog.ts'
import type { Db } from '../../core/db/database.ts'
import { folded } from '../../core/db/folded.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { wordsIn } from '../../core/db/search.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { allFound } from './found.ts'
import { conditionOf, type EntityFilter, type Filter, lowered, UNGROUPED, UNOWNED } from './search.ts'
import { groupsOfTeams } from './team-groups.ts'

type By = (typeof COUNTED_BY)[number]
type Asked = EntityFilter & { readonly by: By }
type Row = { value: string; count: number | string }

/** The counted rows: those of `p` whose entity is selected. */
type Members = {
  /** Of `table p`, by `key`: columns `value`, `key` and `n`, to be added up. */
  readonly counted: (
    table: 'entity_groups' | 'entity_owners',
    key: string,
    more?: RawBuilder<unknown>,
  ) => RawBuilder<unknown>
  /** A condition on `p`, which looks its entity up. */
  readonly isSelected: RawBuilder<SqlBool>
  readonly lookUp: (table: string, condition: string) => RawBuilder<unknown>
}

/** The ids that a list without filters leaves out: fewer than those it has. */
const leftOut = ({ includeArchived, types }: Filter) => {
  const teams = sql`select id from entities where lower(type) = 'team'`
  const archived = sql`select id from entities where archived_at is not null`
  return types?.length || includeArchived ? teams : sql`${teams} union ${archived}`
}

const isNarrow = ({ types, groups, owners, query, gitRepositories, violatesSchema, unowned, ungrouped }: Filter) =>
  [types, groups, owners, gitRepositories].some(list => list?.length) ||
  Boolean(query || violatesSchema || unowned || ungrouped)

/** Without filters, counts all in an index and subtracts what is left out. With filters, looks up each entity. */
const membersOf = (db: Db, asked: Filter, condition: RawBuilder<unknown>): Members => {
  const selected = sql<SqlBool>`p.entity_id in (select e.id from entities e where ${condition})`
  const isSelected = sql<SqlBool>`exists (select 1 from entities e where e.id = p.entity_id and ${condition})`
  const by = (key: string, sign: RawBuilder<unknown>) =>
    sql`select min(p.name) as value, ${sql.ref(`p.${key}`)} as same, ${sign} as n`
  const lookUp = (table: string, on: string) => sql.raw(lookUpOn(db)(table, on))
  if (isNarrow(asked))
    return {
      isSelected,
      lookUp,
      counted: (table, key, more = sql`1 = 1`) =>
        sql`${by(key, sql`count(*)`)} from ${sql.table(table)} p where ${selected} and ${more} group by ${sql.ref(`p.${key}`)}`,
    }
  return {
    isSelected,
    lookUp,
    counted: (table, key, more = sql`1 = 1`) => sql`
      ${by(key, sql`count(*)`)} from ${sql.table(table)} p where ${more} group by ${sql.ref(`p.${key}`)}
      union all ${by(key, sql`-count(*)`)} from (${leftOut(asked)}) as gone ${lookUp(`${table} p`, 'p.entity_id = gone.id')}
        where ${more} group by ${sql.ref(`p.${key}`)}`,
  }
}

const byType = (condition: RawBuilder<unknown>) => sql<Row>`select min(e.type) as value, count(*) as count
  from entities e where ${condition} group by lower(e.type)`

const byGroup = ({ counted }: Members, { groups }: Asked) => {
  const only = groups?.length ? sql`p.folded in (${sql.join(groups.map(folded))})` : undefined
  return sql<Row>`select min(value) as value, sum(n) as count from (${counted('entity_groups', 'folded', only)}) as all_of
    group by same having sum(n) > 0`
}

/** No name of a group is empty: the comparison with it lets the index of names answer. Groups of identity providers count for the teams that stand for them, and an entity that names a team both ways counts once. */
const byOwner = ({ counted, isSelected, lookUp }: Members, { owners }: Asked) => {
  const only = owners?.length ? sql`and same in (${sql.join(lowered(owners))})` : sql``
  const owningOf = (group: string) =>
    lookUp('entity_owners p', `p.name = ${group}.name and p.kind = 'GROUP' and p.provider = ${group}.provider`)
  const team = lookUp('entities t', `t.id = g.entity_id and t.type = 'team'`)
  const stoodFor = sql`from (select distinct name, provider from entity_team_groups where name > '') as named ${owningOf('named')} where ${isSelected}`
  return sql<Row>`select same as value, sum(n) as count from (
      ${counted('entity_owners', 'name', sql`p.kind in ('GROUP', 'EMAIL')`)}
      union all select p.name as value, p.name as same, -count(*) as n ${stoodFor} group by p.name
      union all select value, value as same, count(*) as n from (select distinct lower(t.tag) as value, p.entity_id
        from entity_team_groups g ${team} ${owningOf('g')}
        where g.name > '' and ${isSelected} and not exists (select 1 from entity_owners q
          where q.entity_id = p.entity_id and q.kind = 'GROUP' and q.name = lower(t.tag))) as of_teams group by value
    ) as owned where 1 = 1 ${only} group by same having sum(n) > 0`
}

const NONE = { owner: UNOWNED, group: UNGROUPED } as const

/** A condition on the row `e`. @throws Problem 400 if too many match to count */
const selects = async (db: Db, filter: Filter) => {
  const condition = conditionOf(filter)
  const words = wordsIn(filter.query)
  if (words.length === 0) return condition
  const ids = await allFound(db, { words, condition })
  if (!ids) throw badRequest(`query: more than ${MOST_RANKED} entities match. Add words or filters.`, 'query')
  return ids.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`e.id in (${sql.join(ids)})`
}

const totalsOf = async (db: Db, by: By, condition: RawBuilder<unknown>) => {
  const without = by === 'type' ? sql`0` : sql`coalesce(sum(case when ${NONE[by]} then 1 else 0 end), 0)`
  const { rows } = await sql<{ total: number; without: number }>`select count(*) as total, ${without} as without
    from entities e where ${condition}`.execute(db)
  return { total: Number(rows[0]?.total), none: Number(rows[0]?.without) }
}

const teamNames = async (db: Db, tags: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (tags.length === 0) return new Map()
  const { rows } = await sql<{ tag: string; name: string }>`select lower(e.tag) as tag, e.name
    from entities e where lower(e.tag) in (${sql.join(tags)}) and e.type || '' = 'team'`.execute(db)
  return new Map(rows.map(({ tag, name }) => [tag, name]))
}

const named = async (db: Db, by: By, rows: readonly Row[]): Promise<CatalogCount[]> => {
  const names = await teamNames(db, by === 'owner' ? rows.map(({ value }) => value) : [])
  return rows.map(({ value, count }) => {
    const name = names.get(value)
    return { value, ...(name === undefined ? {} : { name }), count: Number(count) }
  })
}

/** Takes a few statements, whatever the number of entities. */
export const countBy = async (db: Db, asked: Asked) => {
  const { by } = asked
  const filter = { ...asked, ownerGroups: await groupsOfTeams(db, lowered(asked.owners ?? [])) }
  const condition = await selects(db, filter)
  const members = membersOf(db, asked, condition)
  const kinds = {
    type: () => byType(condition),
    owner: () => byOwner(members, asked),
    group: () => byGroup(members, asked),
  }
  const { rows } = await sql<Row>`select value, count from (${kinds[by]()}) as counted
    order by count desc, value limit ${MOST_COUNTS + 1}`.execute(db)
  return {
    by,
    counts: await named(db, by, rows.slice(0, MOST_COUNTS)),
    ...(await totalsOf(db, by, condition)),
    isComplete: rows.length <= MOST_COUNTS,
  }
}
