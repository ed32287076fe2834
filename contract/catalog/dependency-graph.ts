/** What is around an entity by its dependencies: bounded, for pictures. */
import * as T from 'typebox'
import { operation } from '../core/operation.ts'

const optional = T.Optional

export const MOST_NODES = 120
export const MOST_EDGES = 500
export const DEEPEST_GRAPH = 3
/** Entities that are looked at on each side at each step, altogether. */
export const MOST_LOOKED_AT = 10_000
/** Of those the first ones by tag, whose connections are compared. */
export const MOST_COMPARED = 500

export const SIDES = ['CENTER', 'OUTGOING', 'INCOMING', 'BOTH'] as const

const left = (what: string) => optional(T.Integer({ description: `How many more ${what}, where they were looked for` }))

export const GraphNode = T.Object(
  {
    id: T.String(),
    tag: T.String(),
    name: T.String(),
    type: T.String(),
    distance: T.Integer({ description: 'Steps from the entity in the middle, which has 0' }),
    side: T.Enum(SIDES, { description: 'OUTGOING: the entity in the middle depends on it, INCOMING: the reverse' }),
    moreOutgoing: left('it depends on'),
    moreIncoming: left('depend on it'),
    isCapped: optional(T.Boolean({ description: 'There are more of them than were counted' })),
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
  summary: 'Read what is around an entity by its dependencies',
  description: `Follows what the entity depends on, and what depends on it, up to depth steps. The nearest come first, of the same distance the most connected, both sides in turn. Up to ${MOST_LOOKED_AT.toLocaleString('en')} entities are looked at on each side at each step, and the first ${MOST_COMPARED} of them are compared. Archived entities, and those that do not exist yet, are left out.`,
  longRead: true,
  needs: { permission: 'VIEW_CATALOGS' },
  alsoRefuses: [404],
  query: T.Object({
    depth: optional(T.Integer({ minimum: 1, maximum: DEEPEST_GRAPH, description: 'Steps to follow; 2 without it' })),
    limit: optional(
      T.Integer({ minimum: 1, maximum: MOST_NODES, description: `Entities to return; ${MOST_NODES} without it` }),
    ),
  }),
  answers: {
    200: T.Object({
      nodes: T.Array(GraphNode, { description: 'The entity itself comes first' }),
      edges: T.Array(GraphEdge, {
        description: `Dependencies among these, each pair once: up to ${MOST_EDGES}, first those that lead to each entity from the middle`,
      }),
      moreEdges: T.Integer({ description: 'How many more there are among these' }),
    }),
  },
})
