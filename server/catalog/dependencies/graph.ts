/** The dependencies around an entity: nearest first, then the most connected. It needs only a database, so it runs on any thread. */
import {
  type GraphEdge,
  type GraphNode,
  type getDependencyGraph,
  MOST_COMPARED,
  MOST_EDGES,
  MOST_LOOKED_AT,
  MOST_NODES,
} from '../../../contract/catalog/dependency-graph.ts'
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { findEntity } from '../entities/entities.ts'
import { connectionsOf, type Direction, type Found, pairsAmong, type Step, stepFrom } from './steps.ts'

type Node = {
  readonly entity: Found
  readonly distance: number
  readonly sides: Set<Direction>
  /** Its neighbors, by direction. */
  readonly steps: Map<Direction, Step>
}

const DIRECTIONS = ['OUTGOING', 'INCOMING'] as const

/** The entities that aren't in the graph yet, most connected first. */
const rankedOf = async (db: Db, step: Step, nodes: ReadonlyMap<string, Node>): Promise<Found[]> => {
  const fresh = [...step.found.values()].filter(({ id }) => !nodes.has(id))
  const compared = fresh.toSorted((a, b) => (a.tag < b.tag ? -1 : 1)).slice(0, MOST_COMPARED)
  const connections = await connectionsOf(db, compared)
  const of = ({ id }: Found) => connections.get(id) ?? 0
  return compared.toSorted((a, b) => of(b) - of(a))
}

type Ranked = { readonly direction: Direction; readonly entities: readonly Found[] }

/** Adds them, alternating between both directions, until the limit. */
const addInTurn = (
  nodes: Map<string, Node>,
  ranked: readonly Ranked[],
  { distance, limit }: { distance: number; limit: number },
) => {
  const most = Math.max(...ranked.map(({ entities }) => entities.length))
  for (let at = 0; at < most; at++)
    for (const { direction, entities } of ranked) {
      const entity = entities[at]
      if (!entity || (nodes.size >= limit && !nodes.has(entity.id))) continue
      const node = nodes.get(entity.id) ?? { entity, distance, sides: new Set(), steps: new Map() }
      node.sides.add(direction)
      nodes.set(entity.id, node)
    }
}

const sideOf = ({ distance, sides }: Node): GraphNode['side'] => {
  if (distance === 0) return 'CENTER'
  const [side = 'BOTH', other] = sides
  return other ? 'BOTH' : side
}

const MORE = { OUTGOING: 'moreOutgoing', INCOMING: 'moreIncoming' } as const

const present = (node: Node, shown: ReadonlyMap<string, Node>): GraphNode => {
  const { entity, distance, steps } = node
  const neighbors = Array.from(steps, ([direction, step]) => ({ direction, ...step.neighbors.get(entity.id) }))
  const more = neighbors.map(({ direction, ids = [] }) => [MORE[direction], ids.filter(id => !shown.has(id)).length])
  return {
    ...entity,
    distance,
    side: sideOf(node),
    ...Object.fromEntries(more),
    ...(neighbors.some(({ isCapped }) => isCapped) && { isCapped: true }),
  }
}

/** Goes one step further in both directions. */
const goOn = async (db: Db, nodes: Map<string, Node>, at: { distance: number; limit: number }) => {
  const ranked: Ranked[] = []
  for (const direction of DIRECTIONS) {
    const from = [...nodes.values()].filter(
      ({ distance, sides }) => distance === at.distance - 1 && (distance === 0 || sides.has(direction)),
    )
    if (from.length === 0) continue
    const entities = from.map(({ entity }) => entity)
    const step = await stepFrom(db, entities, { direction, budget: MOST_LOOKED_AT })
    for (const node of from) node.steps.set(direction, step)
    ranked.push({ direction, entities: await rankedOf(db, step, nodes) })
  }
  if (ranked.length > 0) addInTurn(nodes, ranked, at)
}

/** The edges, starting with one for each entity from an entity that is nearer to the center. */
const treeFirst = (edges: readonly GraphEdge[], nodes: ReadonlyMap<string, Node>): GraphEdge[] => {
  const distances = new Map(Array.from(nodes.values(), ({ entity, distance }) => [entity.tag, distance]))
  const reached = new Set<string>()
  const isFirst = ({ callerTag, calleeTag }: GraphEdge) => {
    const [caller = 0, callee = 0] = [distances.get(callerTag), distances.get(calleeTag)]
    const outer = caller > callee ? callerTag : calleeTag
    if (caller === callee || reached.has(outer)) return false
    reached.add(outer)
    return true
  }
  const { true: first = [], false: others = [] } = Object.groupBy(edges, edge => `${isFirst(edge)}` as const)
  return [...first, ...others]
}

/** @throws Problem 404 */
export const dependencyGraph = async (
  db: Db,
  tagOrId: string,
  { depth = 2, limit = MOST_NODES }: QueryOf<typeof getDependencyGraph>,
): Promise<AnswerOf<typeof getDependencyGraph>> => {
  const { id, tag, name, type } = await findEntity(db, tagOrId)
  const center: Node = { entity: { id, tag, name, type }, distance: 0, sides: new Set(), steps: new Map() }
  const nodes = new Map([[id, center]])
  for (let distance = 1; distance <= depth; distance++) await goOn(db, nodes, { distance, limit })
  const shown = [...nodes.values()]
  const edges = await pairsAmong(
    db,
    shown.map(({ entity }) => entity),
  )
  return {
    nodes: shown.map(node => present(node, nodes)),
    edges: treeFirst(edges, nodes).slice(0, MOST_EDGES),
    moreEdges: Math.max(0, edges.length - MOST_EDGES),
  }
}
