/** Where each entity of a picture is: callers to the left of what they depend on. */
import { Graph, layout } from '@dagrejs/dagre'

export const WIDTH = 220
export const HEIGHT = 40

export type LaidOut = {
  readonly nodes: readonly { readonly tag: string; readonly distance: number }[]
  readonly edges: readonly { readonly callerTag: string; readonly calleeTag: string }[]
}

export type Position = { readonly x: number; readonly y: number }

/**
 * Of each entity the first edge to one that is nearer to the middle. Layouts of trees take milliseconds, and of many crossing edges
 * seconds; the other edges are drawn where their ends are.
 */
const treeOf = ({ nodes, edges }: LaidOut) => {
  const distances = new Map(nodes.map(({ tag, distance }) => [tag, distance]))
  const tree = new Map<string, LaidOut['edges'][number]>()
  for (const edge of edges) {
    const [caller = 0, callee = 0] = [distances.get(edge.callerTag), distances.get(edge.calleeTag)]
    const outer = caller > callee ? edge.callerTag : edge.calleeTag
    if (Math.abs(caller - callee) === 1 && !tree.has(outer)) tree.set(outer, edge)
  }
  return tree.values()
}

/** The top left corner of each. */
export const positionsOf = (picture: LaidOut): Map<string, Position> => {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 90, ranker: 'tight-tree' })
  for (const { tag } of picture.nodes) graph.setNode(tag, { width: WIDTH, height: HEIGHT })
  for (const { callerTag, calleeTag } of treeOf(picture)) graph.setEdge(callerTag, calleeTag, {})
  layout(graph)
  return new Map(
    picture.nodes.map(({ tag }) => {
      const { x = 0, y = 0 } = graph.node(tag)
      return [tag, { x: x - WIDTH / 2, y: y - HEIGHT / 2 }]
    }),
  )
}
