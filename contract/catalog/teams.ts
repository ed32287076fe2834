/** Teams: entities of type team, as the clients of teams read and write them. */
import * as T from 'typebox'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { ChangedName } from '../core/schemas.ts'

const optional = T.Optional
const text = (maxLength = 255) => T.String({ maxLength })
export const shownName = (maxLength = 255) => T.String({ minLength: 1, maxLength, format: 'name' })

const tag = 'Teams'
export const reading = { permission: 'VIEW_CATALOGS' } as const
export const editing = { permission: 'EDIT_ENTITIES' } as const
export const removing = { permission: 'ARCHIVE_ENTITIES' } as const

/** Teams of a list that is asked for without a page. */
export const MOST_UNPAGED = 10_000

export const IDP_PROVIDERS = [
  'ACTIVE_DIRECTORY',
  'AZURE_DEVOPS',
  'BAMBOOHR',
  'GIT',
  'GITLAB',
  'GOOGLE',
  'OKTA',
  'OPSGENIE',
  'SERVICE_NOW',
  'SLACK',
  'WORKDAY',
] as const

const Link = T.Object({ name: shownName(500), type: text(), url: text(8000), description: optional(text(2000)) })
const Channel = T.Object({
  name: shownName(),
  notificationsEnabled: optional(T.Boolean({ default: true })),
  description: optional(text(1000)),
})
const about = { description: optional(text(10_000)), summary: optional(text(1000)) }

const Role = T.Object({
  tag: T.String({ minLength: 1, maxLength: 255 }),
  type: optional(T.String({ maxLength: 100, description: 'TEAM_ROLE; it may be left out' })),
  name: optional(shownName()),
  source: optional(text()),
})
const NewMember = T.Object({
  name: shownName(),
  email: T.String({ minLength: 1, maxLength: 254 }),
  description: optional(text(1000)),
  notificationsEnabled: optional(T.Boolean({ default: true })),
  role: optional(Role),
  roles: optional(T.Array(Role, { maxItems: 100 })),
})
const members = { maxItems: 1000 }
const NewMembers = T.Object({ members: optional(T.Array(NewMember, members)) })
const NewGroup = T.Object({
  group: T.String({ minLength: 1, maxLength: 255 }),
  provider: T.Enum(IDP_PROVIDERS),
})

const words = {
  type: T.Enum(['CORTEX', 'IDP'], { description: 'IDP: the members are those of a group of an identity provider' }),
  links: optional(T.Array(Link, { maxItems: 500 })),
  slackChannels: optional(T.Array(Channel, { maxItems: 500 })),
  cortexTeam: optional(NewMembers),
  idpGroup: optional(NewGroup),
  additionalMembers: optional(T.Array(NewMember, { ...members, description: 'Members beside those of the group' })),
}
export const NewTeam = T.Object({
  teamTag: T.String({ minLength: 1, maxLength: 255 }),
  metadata: T.Object({ name: shownName(), ...about }),
  ...words,
})
/** The stored name may stay. */
export const ChangedTeam = T.Object({
  metadata: T.Object({ name: T.String({ ...ChangedName, maxLength: 255 }), ...about }),
  ...words,
})
export type ChangedTeam = T.Static<typeof ChangedTeam>
export type NewMember = T.Static<typeof NewMember>

export const MembersRequest = T.Object({
  type: optional(T.String({ maxLength: 100, description: 'CORTEX; it may be left out' })),
  members: T.Array(
    T.Object({
      name: shownName(),
      email: T.String({ minLength: 1, maxLength: 254 }),
      description: optional(text(1000)),
      notificationsEnabled: optional(T.Boolean({ default: true })),
      roleTags: optional(T.Array(text(), { maxItems: 100 })),
    }),
    members,
  ),
})

export const MemberRole = T.Object({ type: T.String(), tag: T.String(), name: T.String() })
export const TeamMember = T.Object({
  name: optional(T.String()),
  email: optional(T.String()),
  description: optional(T.String()),
  notificationsEnabled: T.Boolean(),
  role: optional(MemberRole),
  roles: T.Array(MemberRole),
})
export type TeamMember = T.Static<typeof TeamMember>

export const Team = T.Object(
  {
    id: T.String(),
    teamTag: T.String(),
    catalogEntityTag: T.String(),
    isArchived: T.Boolean(),
    type: T.Enum(['CORTEX', 'IDP']),
    metadata: T.Object({ name: T.String(), description: optional(T.String()), summary: optional(T.String()) }),
    links: T.Array(
      T.Object({ name: T.String(), type: T.String(), url: T.String(), description: optional(T.String()) }),
    ),
    slackChannels: T.Array(
      T.Object({ name: T.String(), notificationsEnabled: T.Boolean(), description: optional(T.String()) }),
    ),
    cortexTeam: optional(T.Object({ members: T.Array(TeamMember) })),
    idpGroup: optional(
      T.Object({
        group: T.String(),
        provider: optional(T.String()),
        members: T.Array(
          T.Object(
            { id: T.String(), roles: T.Array(T.Object({ name: T.String() })) },
            { description: 'Unknown: see additionalMembers' },
          ),
        ),
      }),
    ),
    additionalMembers: optional(T.Array(TeamMember, { description: 'What the descriptor lists beside the group' })),
  },
  { $id: 'TeamResponse' },
)
export type Team = T.Static<typeof Team>

const teamTag = T.String({ maxLength: 255, description: 'Tag or identifier of the team' })

export const listTeams = operation({
  id: 'listTeams',
  method: 'GET',
  path: '/api/v1/teams',
  tag,
  summary: 'List teams, or read one by its tag',
  description: `Without page and pageSize, returns the first ${MOST_UNPAGED.toLocaleString('en-US')} teams at once.`,
  longRead: true,
  needs: reading,
  alsoRefuses: [404],
  query: T.Object({
    includeTeamsWithoutMembers: optional(
      T.Boolean({ description: 'Include teams that name neither a member nor a group' }),
    ),
    includeArchived: optional(T.Boolean({ description: 'Include archived teams' })),
    teamTag: optional(T.String({ maxLength: 255, description: 'Return only this team, not in a list' })),
    ...paging,
  }),
  answers: { 200: T.Union([T.Object({ teams: T.Array(Team), ...pageFields }), Team]) },
})

export const createTeam = operation({
  id: 'createTeam',
  method: 'POST',
  path: '/api/v1/teams',
  tag,
  summary: 'Create a team',
  description: 'Creates the entity of the team, with its descriptor.',
  needs: editing,
  writes: true,
  body: NewTeam,
  answers: { 200: Team },
})

export const getTeam = operation({
  id: 'getTeamDetails',
  method: 'GET',
  path: '/api/v1/teams/{tagOrId}',
  tag,
  summary: 'Read a team',
  needs: reading,
  answers: { 200: Team },
})

const updating = 'Edits the descriptor of the team. Lists that are left out stay as they are.'
const changing = { needs: editing, writes: true, versioned: true, answers: { 200: Team } } as const

export const updateTeam = operation({
  id: 'updateTeamMetadata',
  method: 'PUT',
  path: '/api/v1/teams/{tagOrId}',
  tag,
  summary: 'Update a team',
  description: updating,
  ...changing,
  body: ChangedTeam,
})

export const updateTeamMembers = operation({
  id: 'updateCortexTeamMembers',
  method: 'PUT',
  path: '/api/v1/teams/{tagOrId}/members',
  tag,
  summary: 'Replace the members of a team',
  description: 'Only where no group of an identity provider names them.',
  ...changing,
  body: MembersRequest,
})

export const deleteTeam = operation({
  id: 'deleteTeamByTagOrId',
  method: 'DELETE',
  path: '/api/v1/teams/{tagOrId}',
  tag,
  summary: 'Delete a team',
  needs: removing,
  writes: true,
  versioned: true,
  answers: { 204: EMPTY },
})

export const archiveTeam = operation({
  id: 'archiveTeam',
  method: 'PUT',
  path: '/api/v1/teams/{tagOrId}/archive',
  tag,
  summary: 'Archive a team',
  ...changing,
  needs: removing,
})

export const unarchiveTeam = operation({
  id: 'unarchiveTeam',
  method: 'PUT',
  path: '/api/v1/teams/{tagOrId}/unarchive',
  tag,
  summary: 'Unarchive a team',
  ...changing,
  needs: { permission: 'CONFIGURE_ENTITIES' },
})

export const deleteTeamByTag = operation({
  id: 'deleteTeam',
  method: 'DELETE',
  path: '/api/v1/teams',
  tag,
  summary: 'Delete the team with this tag',
  needs: removing,
  alsoRefuses: [404],
  writes: true,
  versioned: true,
  query: T.Object({ teamTag }),
  answers: { 204: EMPTY },
})

const advanced = 'Teams [Advanced]'

export const updateTeamByTag = operation({
  id: 'updateTeamAdvanced',
  method: 'PUT',
  path: '/api/v1/teams',
  tag: advanced,
  summary: 'Update the team with this tag',
  description: `${updating} For tags that an address can't contain.`,
  ...changing,
  alsoRefuses: [404],
  query: T.Object({ teamTag }),
  body: ChangedTeam,
})

export const updateTeamMembersByTag = operation({
  id: 'updateCortexTeamMembersAdvanced',
  method: 'PUT',
  path: '/api/v1/teams/members',
  tag: advanced,
  summary: 'Replace the members of the team with this tag',
  description: "For tags that an address can't contain.",
  ...changing,
  alsoRefuses: [404],
  query: T.Object({ teamTag }),
  body: MembersRequest,
})
