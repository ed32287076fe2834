/** The dependencies around an entity, in a bounded number, for a graph. */
import * as T from 'typebox'
import { operation } from '../core/operation.ts'

const optional = T.Optional

export const MOST_NODES = 120
export const MOST_EDGES = 500
export const DEEPEST_GRAPH = 3
/** Entities that each step looks at on each side. */
export const MOST_LOOKED_AT = 10_000
/** The first ones of those by tag, whose connections are compared. */
export const MOST_COMPARED = 500

export const SIDES = ['CENTER', 'OUTGOING', 'INCOMING', 'BOTH'] as const

const left = (what: string) =>
  optional(T.Integer({ description: `How many more entities ${what}, if they were counted` }))

export const GraphNode = T.Object(
  {
    id: T.String(),
    tag: T.String(),
    name: T.String(),
    type: T.String(),
    distance: T.Integer({ description: 'Steps from the requested entity, which has 0' }),
    side: T.Enum(SIDES, {
      description: 'OUTGOING: the requested entity depends on it. INCOMING: it depends on the requested entity',
    }),
    moreOutgoing: left('it depends on'),
    moreIncoming: left('depend on it'),
    isCapped: optional(T.Boolean({ description: 'There are more than were counted' })),
  },
  { $id: 'DependencyGraphNode' },
)
export type GraphNode = T.Static<typeof GraphNode>

const GraphEdge = T.Object({ callerTag: T.String(), calleeTag: T.String() }, { $id: 'DependencyGraphEdge' })
export type GraphEdge = T.Static<typeof GraphEdge>

export const getDependencyGraph = operation({
  id: 'getDependencyGraph',
  method: 'GET',
  path: '/api/v1/catalog/{tagOrId}/dependency-graph',
  tag: 'Dependencies',
  summary: 'Read the dependency graph around an entity',
  description: `Follows what the entity depends on, and what depends on it, up to depth steps. The nearest entities come first and, at the same distance, those with the most connections, alternating between both sides. Each step looks at up to ${MOST_LOOKED_AT.toLocaleString('en')} entities on each side, and compares the first ${MOST_COMPARED} of them. Archived entities, and entities that don’t exist yet, are left out.`,
  longRead: true,
  needs: { permission: 'VIEW_CATALOGS' },
  alsoRefuses: [404],
  query: T.Object({
    depth: optional(T.Integer({ minimum: 1, maximum: DEEPEST_GRAPH, description: 'Steps to follow; 2 by default' })),
    limit: optional(
      T.Integer({ minimum: 1, maximum: MOST_NODES, description: `Entities to return; ${MOST_NODES} by default` }),
    ),
  }),
  answers: {
    200: T.Object({
      nodes: T.Array(GraphNode, { description: 'The entity itself comes first' }),
      edges: T.Array(GraphEdge, {
        description: `Dependencies among these entities, each pair once, up to ${MOST_EDGES}. Those on the paths from the requested entity come first`,
      }),
      moreEdges: T.Integer({ description: 'How many more dependencies exist among these entities' }),
    }),
  },
})
