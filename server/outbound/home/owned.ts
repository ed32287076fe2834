/** What a person owns: entities that name their email, or a team that they are a member of. */
import { sql } from 'kysely'
import { MOST_LISTED } from '../../../contract/outbound/home.ts'
import { readDocument } from '../../catalog/entities/document.ts'
import { rememberedIn } from '../../catalog/entities/remembered.ts'
import type { Person } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { presentRows, readOr } from '../../core/db/rows.ts'
import { holds } from '../../core/db/search.ts'
import { iso } from '../../core/problems/instant.ts'
import { isSameEmail, storedForms } from '../../identity/emails/comparable.ts'

/** Rows that the page shows as changes, of which the first are listed as owned. */
const MOST_RECENT = 8
const MOST_TEAMS = 100

type Team = { id: string; tag: string; name: string; document: string }
export type Recent = { tag: string; name: string; type: string; created_at: number; updated_at: number }

const isMember = ({ id, document }: Team, email: string) =>
  readOr(id, () => readDocument(document).members ?? [], []).some(member =>
    member.email === undefined ? false : isSameEmail(member.email, email),
  )

/** The text of a document that names the email as a value; the document itself says whether that is a member. */
const naming = (email: string) => holds(sql`lower(document)`, JSON.stringify(email))

const teamsOf = async (db: Db, email: string): Promise<Team[]> => {
  const { rows } = await sql<Team>`select id, tag, name, document from entities
    where archived_at is null and lower(type) = 'team' and (${sql.join(storedForms(email).map(naming), sql` or `)})
    order by tag limit ${MOST_TEAMS}`.execute(db)
  return rows.filter(team => isMember(team, email))
}

type Names = { readonly emails: readonly string[]; readonly teams: readonly string[] }

/** Each entity once, however many of its owners are this person. */
const ownedBy = (db: Db, { emails, teams }: Names) => {
  const byTeam = teams.length > 0 ? sql` or o.kind = 'GROUP' and o.name in (${sql.join(teams)})` : sql``
  const names = sql.join([...emails, ...teams])
  const owned = sql`select distinct o.entity_id as id from entity_owners o
    where o.name in (${names}) and (o.kind = 'EMAIL' and o.name in (${sql.join(emails)})${byTeam})`
  return sql`(${owned}) as owned ${sql.raw(lookUpOn(db)('entities e', 'e.id = owned.id'))}`
}

type Found = {
  readonly teams: readonly { tag: string; name: string }[]
  readonly count: number
  /** The most recently updated ones. */
  readonly recent: readonly Recent[]
}

const findOwned = async (db: Db, email: string): Promise<Found> => {
  const teams = await teamsOf(db, email)
  const from = ownedBy(db, { emails: storedForms(email), teams: teams.map(({ tag }) => tag.toLowerCase()) })
  const { rows } = await sql<Recent & { total: number | string }>`
    select e.tag, e.name, e.type, e.created_at, e.updated_at, count(*) over () as total
    from ${from} where e.archived_at is null order by e.updated_at desc, e.tag limit ${MOST_RECENT}`.execute(db)
  return {
    teams: teams.map(({ tag, name }) => ({ tag, name })),
    count: Number(rows[0]?.total ?? 0),
    recent: rows.map(({ total: _, ...row }) => ({
      ...row,
      created_at: Number(row.created_at),
      updated_at: Number(row.updated_at),
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
