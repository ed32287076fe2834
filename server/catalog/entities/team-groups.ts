/** Owners that are groups of identity providers, which stand for the teams whose descriptors name them. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'

/** As `entity_team_groups` has it. */
export type TeamGroup = { readonly name: string; readonly provider: string }

/** The groups that these teams stand for. @param tags in lower case */
export const groupsOfTeams = async (db: Db, tags: readonly string[]): Promise<TeamGroup[]> => {
  if (tags.length === 0) return []
  const lookUp = sql.raw(lookUpOn(db)('entity_team_groups g', 'g.entity_id = t.id'))
  const { rows } = await sql<TeamGroup>`select distinct g.name, g.provider
    from entities t ${lookUp} where lower(t.tag) in (${sql.join(tags)}) and t.type || '' = 'team'`.execute(db)
  return rows
}

type Names = { readonly tags: readonly string[]; readonly groups: readonly TeamGroup[] }

/** Whether a row of `entity_owners` names one of these teams, or a group that one of them stands for. `tags` are not empty. */
export const namesTeam = ({ tags, groups }: Names): RawBuilder<SqlBool> => {
  if (groups.length === 0) return sql<SqlBool>`(kind = 'GROUP' and name in (${sql.join(tags)}))`
  const names = [...new Set([...tags, ...groups.map(({ name }) => name)])]
  const written = groups.map(({ name, provider }) => `${provider} ${name}`)
  return sql<SqlBool>`(kind = 'GROUP' and name in (${sql.join(names)})
    and (name in (${sql.join(tags)}) or provider || ' ' || name in (${sql.join(written)})))`
}
