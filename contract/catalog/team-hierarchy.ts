/** Which team is above which, as the descriptors of teams say. */
import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { editing, reading } from './teams.ts'

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
