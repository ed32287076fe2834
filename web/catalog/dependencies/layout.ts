/** Where each entity of a picture is: callers to the left of what they depend on. */
import { Graph, layout } from '@dagrejs/dagre'

export const WIDTH = 220
export const HEIGHT = 40

export type LaidOut = {
  readonly nodes: readonly { readonly tag: string; readonly distance: number }[]
  readonly edges: readonly { readonly callerTag: string; readonly calleeTag: string }[]
}

export type Position = { readonly x: number; readonly y: number }

const GAP = 14
/** More than these beside each other are laid out as a block of several columns. */
const MOST_IN_A_COLUMN = 10

type Edge = LaidOut['edges'][number]

/**
 * Of each entity the first edge to one that is nearer to the middle. Layouts of trees take milliseconds, and of many crossing edges
 * seconds; the other edges are drawn where their ends are.
 */
const treeOf = ({ nodes, edges }: LaidOut): Map<string, Edge> => {
  const distances = new Map(nodes.map(({ tag, distance }) => [tag, distance]))
  const tree = new Map<string, Edge>()
  for (const edge of edges) {
    const [caller = 0, callee = 0] = [distances.get(edge.callerTag), distances.get(edge.calleeTag)]
    const outer = caller > callee ? edge.callerTag : edge.calleeTag
    if (Math.abs(caller - callee) === 1 && !tree.has(outer)) tree.set(outer, edge)
  }
  return tree
}

/** Entities that are laid out as one: a single one, or the many ends of a tree on one side of the same entity. */
type Block = { readonly tags: readonly string[]; readonly edge: Edge | undefined }

const blocksOf = (picture: LaidOut): Block[] => {
  const tree = treeOf(picture)
  const inner = new Set(
    Array.from(tree, ([outer, { callerTag, calleeTag }]) => (outer === callerTag ? calleeTag : callerTag)),
  )
  const groups = Map.groupBy(picture.nodes, ({ tag }) => {
    const edge = tree.get(tag)
    if (!edge || inner.has(tag)) return tag
    return edge.callerTag === tag ? `callers of ${edge.calleeTag}` : `callees of ${edge.callerTag}`
  })
  return [...groups.values()].flatMap(group => {
    const tags = group.map(({ tag }) => tag)
    const one = (tags: readonly string[]) => ({ tags, edge: tree.get(tags[0] ?? '') })
    return tags.length > MOST_IN_A_COLUMN ? [one(tags)] : tags.map(tag => one([tag]))
  })
}

/** Columns that make a block about as wide as high. */
const columnsOf = ({ tags: { length } }: Block) =>
  Math.max(1, Math.round(Math.sqrt((length * (HEIGHT + GAP)) / (WIDTH + GAP))))

const sizeOf = (block: Block) => {
  const columns = columnsOf(block)
  const rows = Math.ceil(block.tags.length / columns)
  return { width: columns * (WIDTH + GAP) - GAP, height: rows * (HEIGHT + GAP) - GAP }
}

/** The places of a block's entities, of which `x` and `y` is the middle. */
const placesIn = (block: Block, { x, y }: Position): [string, Position][] => {
  const { width, height } = sizeOf(block)
  const columns = columnsOf(block)
  return block.tags.map((tag, at) => [
    tag,
    {
      x: x - width / 2 + (at % columns) * (WIDTH + GAP),
      y: y - height / 2 + Math.floor(at / columns) * (HEIGHT + GAP),
    },
  ])
}

/** The top left corner of each. */
export const positionsOf = (picture: LaidOut): Map<string, Position> => {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: GAP, ranksep: 90, ranker: 'tight-tree' })
  const blocks = blocksOf(picture)
  const nameOf = new Map(blocks.flatMap(({ tags }) => tags.map(tag => [tag, tags[0] ?? ''])))
  for (const block of blocks) graph.setNode(block.tags[0] ?? '', sizeOf(block))
  for (const { edge } of blocks)
    if (edge) graph.setEdge(nameOf.get(edge.callerTag) ?? '', nameOf.get(edge.calleeTag) ?? '', {})
  layout(graph)
  return new Map(
    blocks.flatMap(block => {
      const { x = 0, y = 0 } = graph.node(block.tags[0] ?? '')
      return placesIn(block, { x, y })
    }),
  )
}
