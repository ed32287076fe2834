/** What a person owns: entities that name their email, or a team that they are a member of. */
import { sql } from 'kysely'
import { MOST_COUNTED, MOST_LISTED } from '../../../contract/outbound/home.ts'
import { rememberedIn } from '../../catalog/entities/remembered.ts'
import { groupsOfTeams, namesTeam, type TeamGroup } from '../../catalog/entities/team-groups.ts'
import type { Person } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { presentRows } from '../../core/db/rows.ts'
import { iso } from '../../core/problems/instant.ts'
import { comparableEmail, storedForms } from '../../identity/emails/comparable.ts'

/** Rows that the page shows as changes, of which the first are listed as owned. */
const MOST_RECENT = 8
const MOST_TEAMS = 100

type Team = { tag: string; name: string }
export type Recent = { tag: string; name: string; type: string; created_at: number; updated_at: number }

const teamsOf = async (db: Db, email: string): Promise<Team[]> => {
  const { rows } = await sql<Team>`select e.tag, e.name from (
      select distinct entity_id from entity_members where email = ${comparableEmail(email)}) as m
      ${sql.raw(lookUpOn(db)('entities e', 'e.id = m.entity_id'))}
    where e.archived_at is null and e.type = 'team' order by e.tag limit ${MOST_TEAMS}`.execute(db)
  return rows
}

type Names = {
  readonly emails: readonly string[]
  readonly teams: readonly string[]
  readonly groups: readonly TeamGroup[]
}

/** A condition on a row of `entity_owners`. */
const isTheirs = ({ emails, teams, groups }: Names) => {
  const byTeam = teams.length > 0 ? sql` or ${namesTeam({ tags: teams, groups })}` : sql``
  const names = [...emails, ...teams, ...groups.map(({ name }) => name)]
  return sql`name in (${sql.join(names)}) and (kind = 'EMAIL' and name in (${sql.join(emails)})${byTeam})`
}

/** The entities that they own; apart, so that each part goes along the index of names. */
const ownedBy = ({ emails, teams, groups }: Names) => {
  const byEmail = sql`select entity_id from entity_owners where name in (${sql.join(emails)}) and kind = 'EMAIL'`
  return teams.length === 0
    ? byEmail
    : sql`${byEmail} union all select entity_id from entity_owners where ${namesTeam({ tags: teams, groups })}`
}

/** Some owners may name the same entity twice, or one that is archived. */
const MOST_LOOKED_AT = MOST_COUNTED + MOST_COUNTED / 2

type Counted = { owned: number | string; named: number | string }

const countUpTo = async (db: Db, names: Names, most: number): Promise<{ owned: number; isAll: boolean }> => {
  const lookUp = sql.raw(lookUpOn(db)('entities e', 'e.id = o.entity_id'))
  const { rows } = await sql<Counted>`
    select count(distinct case when e.archived_at is null then e.id end) as owned, count(*) as named
    from (select entity_id from (${ownedBy(names)}) as theirs limit ${most}) as o ${lookUp}`.execute(db)
  return { owned: Number(rows[0]?.owned), isAll: Number(rows[0]?.named) < most }
}

/** One more than are counted where there are more. */
const countOwned = async (db: Db, names: Names): Promise<number> => {
  const first = await countUpTo(db, names, MOST_LOOKED_AT)
  const { owned } =
    first.isAll || first.owned > MOST_COUNTED ? first : await countUpTo(db, names, Number.MAX_SAFE_INTEGER)
  return Math.min(owned, MOST_COUNTED + 1)
}

/**
 * The latest change first. Of a person who owns much, goes back along all changes until enough are found: `offset 0` keeps PostgreSQL
 * from sorting all that they own instead.
 */
const recentlyChanged = async (db: Db, names: Names, count: number) => {
  const isOwned =
    count > MOST_COUNTED
      ? sql`exists (select 1 from entity_owners o where o.entity_id = e.id and ${isTheirs(names)} limit 1 offset 0)`
      : sql`e.id in (${ownedBy(names)})`
  const { rows } = await sql<Recent>`select e.tag, e.name, e.type, e.created_at, e.updated_at from entities e
    where e.archived_at is null and ${isOwned} order by e.updated_at desc, e.tag desc limit ${MOST_RECENT}`.execute(db)
  return rows
}

type Found = {
  readonly teams: readonly Team[]
  /** More than `MOST_COUNTED` where nobody counted on. */
  readonly count: number
  /** The most recently updated ones. */
  readonly recent: readonly Recent[]
}

const findOwned = async (db: Db, email: string): Promise<Found> => {
  const teams = await teamsOf(db, email)
  const tags = teams.map(({ tag }) => tag.toLowerCase())
  const names = { emails: storedForms(email), teams: tags, groups: await groupsOfTeams(db, tags) }
  const count = await countOwned(db, names)
  const recent = count > 0 ? await recentlyChanged(db, names, count) : []
  return {
    teams,
    count,
    recent: recent.map(({ tag, name, type, created_at, updated_at }) => ({
      tag,
      name,
      type,
      created_at: Number(created_at),
      updated_at: Number(updated_at),
    })),
  }
}

/** Found again only once the catalog has changed. */
export const readOwned = async (db: Db, { email }: Person): Promise<Found> => {
  const known = await rememberedIn(db)
  return JSON.parse(await known(['owned', email], async () => JSON.stringify(await findOwned(db, email))))
}

export const presentOwned = ({ teams, count, recent }: Found) => ({
  teams: [...teams],
  count,
  first: presentRows(recent.slice(0, MOST_LISTED), {
    idOf: ({ tag }) => tag,
    present: ({ tag, name, type, updated_at }) => ({ tag, name, type, lastUpdated: iso(updated_at) }),
  }).shown,
})
