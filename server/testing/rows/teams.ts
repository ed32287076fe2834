/** Members of the first teams, and teams in a hierarchy. */
import { id, NOW } from './values.ts'

/** The first person is a member of every tenth team, which own a fifth of all entities. */
export const TEAM_DOCUMENT = `'{"groups":[],"links":[],"slackChannels":[],"metadata":[],"members":[{"name":"Person","email":"person-' || (i % 10) || '@example.com","roles":[],"sources":[]}],"ownership":{"emails":[],"groups":[],"slackChannels":[]}}'`

export const TEAMS = 50
export const members = [
  'entity_members',
  'entity_id, position, email',
  `${id('en')}, 0, 'person-' || (i % 10) || '@example.com'`,
] as const

/** Besides, teams in a hierarchy of six below each: every third one is backed by a group. They come after all others. */
const CREW = id('en', '(i + 10000000)')
export const crews = [
  [
    'entities',
    'id, tag, type, name, folded_name, document, archived_at, created_at, updated_at, sample, version',
    `${CREW}, 'crew-' || i, 'team', 'Crew ' || i, 'crew ' || i, ${TEAM_DOCUMENT}, case when i % 100 = 99 then ${NOW} end, ${NOW}, ${NOW}, 0, 1`,
  ],
  ['entity_sources', 'id, descriptor', `${CREW}, 'openapi: 3.0.1'`],
  ['entity_members', 'entity_id, position, email', `${CREW}, 0, 'member-' || i || '@example.com'`],
  ['entity_team_groups', 'entity_id, position, name, provider', `${CREW}, 0, 'group-' || (i / 3), 'OKTA'`],
  [
    'entity_edges',
    'declared_by, parent_tag, child_tag, position',
    `${id('en', '(i / 6 + 10000000)')}, 'crew-' || (i / 6), 'crew-' || i, i % 6`,
  ],
] as const
