/** Which team is above which, as the descriptors of teams say. */
import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { pageFields } from '../core/paging.ts'
import { editing, reading } from './teams.ts'
import { treeDescription, treeQuery } from './trees.ts'

const optional = T.Optional
const tag = 'Teams Hierarchies'
const path = '/api/v1/teams/relationships'

/** The most edges that one request reads or replaces. */
export const MOST_TEAM_EDGES = 20_000

const Edge = T.Object({ parentTeamTag: T.String(), childTeamTag: T.String() })
export type TeamEdge = T.Static<typeof Edge>
const teamTag = T.String({ minLength: 1, maxLength: 255 })

export const TeamEdges = T.Object({ edges: T.Array(Edge) }, { $id: 'TeamsRelationshipsResponse' })

export const getTeamEdges = operation({
  id: 'getTeamHierarchyRelationships',
  method: 'GET',
  path,
  tag,
  summary: 'List which team is above which',
  description: 'Only between teams that exist and are not archived.',
  longRead: true,
  needs: reading,
  answers: { 200: TeamEdges },
})

export const replaceTeamEdges = operation({
  id: 'replaceAllTeamHierarchyRelationships',
  method: 'PUT',
  path,
  tag,
  summary: 'Replace the hierarchy of all teams',
  description:
    'Edits the descriptors of the teams that change: a new pair is added to the children of the parent. Cycles and unknown teams are refused.',
  needs: editing,
  writes: true,
  query: T.Object({ replace: optional(T.Boolean({ description: 'Must be true' })) }),
  body: T.Object({
    edges: T.Array(T.Object({ parentTeamTag: teamTag, childTeamTag: teamTag }), { maxItems: MOST_TEAM_EDGES }),
  }),
  answers: { 200: TeamEdges },
})

const TreeTeam = T.Object(
  {
    id: T.String(),
    tag: T.String(),
    name: T.String(),
    description: optional(T.String()),
    members: T.Integer({ description: 'How many members the descriptor lists' }),
    group: optional(T.String({ description: 'The group of an identity provider that it stands for' })),
    hasChildren: T.Boolean(),
  },
  { $id: 'TreeTeam' },
)
export type TreeTeam = T.Static<typeof TreeTeam>

export const listTeamTree = operation({
  id: 'listTeamTree',
  method: 'GET',
  path: '/api/v1/team-tree',
  tag,
  summary: 'List teams as a tree',
  description: treeDescription('teams'),
  longRead: true,
  needs: reading,
  query: treeQuery('team'),
  answers: {
    200: T.Object({
      isWhole: T.Boolean({ description: 'All teams are here' }),
      teams: T.Array(TreeTeam),
      edges: T.Array(Edge, { description: 'Where all teams are here' }),
      ...pageFields,
    }),
  },
})
