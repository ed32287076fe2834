/** Teams as the API answers them, and what their requests say. A team is an entity of type team, and its descriptor is what counts. */
import type { ChangedTeam, NewMember, Team, TeamMember } from '../../../contract/catalog/teams.ts'
import type { Db } from '../../core/db/database.ts'
import { badRequest, notFound } from '../../core/problems/problems.ts'
import { comparableEmail } from '../../identity/emails/comparable.ts'
import type { StoredMember } from '../entities/document.ts'
import { documentOf, type EntityRow, findEntity } from '../entities/entities.ts'
import type { MemberWords, Words } from './words.ts'

/** @throws Problem 404, for an entity of another type as well */
export const findTeam = async (db: Db, tagOrId: string): Promise<EntityRow> => {
  const row = await findEntity(db, tagOrId)
  if (row.type !== 'team') throw notFound(`No team has the tag or identifier ${tagOrId}.`)
  return row
}

/** There is no list of roles: each one that a descriptor names is a role. */
export const presentRole = ({ name, tag = name }: StoredMember['roles'][number]) => ({ type: 'TEAM_ROLE', tag, name })

const presentMember = ({ name, email, description, roles, notificationsEnabled }: StoredMember): TeamMember => ({
  ...(name === undefined ? {} : { name }),
  ...(email === undefined ? {} : { email }),
  ...(description === undefined ? {} : { description }),
  notificationsEnabled: notificationsEnabled !== false,
  ...(roles[0] && { role: presentRole(roles[0]) }),
  roles: roles.map(presentRole),
})

/** Who is in the group is not known; members that the descriptor names beside it are. */
const membership = (row: EntityRow): Pick<Team, 'type' | 'cortexTeam' | 'idpGroup' | 'additionalMembers'> => {
  const { members = [], team } = documentOf(row)
  const presented = members.map(presentMember)
  const [group] = team?.groups ?? []
  if (!group) return { type: 'CORTEX', cortexTeam: { members: presented } }
  const { name, provider } = group
  return {
    type: 'IDP',
    idpGroup: { group: name, ...(provider && { provider }), members: [] },
    ...(presented.length > 0 && { additionalMembers: presented }),
  }
}

/** @throws Error where the stored document cannot be read */
export const presentTeam = (row: EntityRow): Team => {
  const { id, tag, name, description, archived_at } = row
  const { links, slackChannels, team } = documentOf(row)
  return {
    id,
    teamTag: tag,
    catalogEntityTag: tag,
    isArchived: archived_at !== null,
    metadata: {
      name,
      ...(description ? { description } : {}),
      ...(team?.summary && { summary: team.summary }),
    },
    links,
    slackChannels,
    ...membership(row),
  }
}

const rolesOf = ({ role, roles = role ? [role] : [] }: NewMember): StoredMember['roles'] =>
  roles.map(({ tag, name = tag }) => (name === tag ? { name } : { name, tag }))

/** @throws Problem 400 where one email is named twice */
export const eachOnce = <Member extends { readonly email: string }>(members: readonly Member[]): readonly Member[] => {
  const seen = new Set<string>()
  for (const { email } of members) {
    const key = comparableEmail(email)
    if (seen.has(key)) throw badRequest(`members: has ${email} more than once.`, 'members')
    seen.add(key)
  }
  return members
}

const memberWords = (members: readonly NewMember[] | undefined): MemberWords[] | undefined =>
  members && eachOnce(members).map(member => ({ ...member, roles: rolesOf(member) }))

/** How it was until now; undefined for a new team. */
type Before = { readonly groups: NonNullable<Words['groups']> } | undefined

const groupsOf = ({ type, idpGroup }: ChangedTeam, before: Before): Words['groups'] => {
  if (type === 'CORTEX') {
    if (idpGroup) throw badRequest('idpGroup: is only for type IDP.', 'idpGroup')
    return []
  }
  if (!idpGroup && !before?.groups.length) throw badRequest('idpGroup: is required for type IDP.', 'idpGroup')
  const more = before?.groups.slice(1) ?? []
  return idpGroup ? [{ name: idpGroup.group, provider: idpGroup.provider }, ...more] : before?.groups
}

/** @throws Problem 400 for fields that belong to the other type */
const membersOf = ({ type, cortexTeam, additionalMembers }: ChangedTeam) => {
  if (type === 'CORTEX' && additionalMembers)
    throw badRequest('additionalMembers: is only for type IDP. Use cortexTeam.', 'additionalMembers')
  if (type === 'IDP' && cortexTeam)
    throw badRequest('cortexTeam: is only for type CORTEX. Use additionalMembers.', 'cortexTeam')
  return memberWords(type === 'CORTEX' ? cortexTeam?.members : additionalMembers)
}

/** @throws Problem 400 for what contradicts itself */
export const teamWords = (body: ChangedTeam, before?: Before): Words => ({
  name: body.metadata.name,
  description: body.metadata.description ?? '',
  summary: body.metadata.summary ?? '',
  links: body.links,
  slackChannels: body.slackChannels?.map(({ name, notificationsEnabled = true, description }) => ({
    name: name.replace(/^#/, ''),
    notificationsEnabled,
    ...(description ? { description } : {}),
  })),
  members: membersOf(body),
  groups: groupsOf(body, before),
})
