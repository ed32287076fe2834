import '@xyflow/react/dist/base.css'
import { ActionIcon, Group } from '@mantine/core'
import { IconArrowsMaximize, IconMinus, IconPlus } from '@tabler/icons-react'
import { type Edge, MarkerType, Position, ReactFlow, type ReactFlowInstance, useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import type { getDependencyGraph } from '../../../contract/catalog/dependency-graph.ts'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { HEIGHT, type Position as Place, WIDTH } from './layout.ts'
import classes from './picture.module.css'
import { PictureNode, type PictureNodeType } from './picture-node.tsx'

type Graph = AnswerOf<typeof getDependencyGraph>

const NODE_TYPES = { entity: PictureNode }
/** Small graphs aren't enlarged. */
const WHOLE = { maxZoom: 1, padding: 0.1 }

const nodesOf = ({ nodes, edges }: Graph, positions: ReadonlyMap<string, Place>): PictureNodeType[] => {
  const selves = new Set(edges.filter(one => one.callerTag === one.calleeTag).map(({ callerTag }) => callerTag))
  return nodes.map(node => ({
    id: node.tag,
    type: 'entity' as const,
    position: positions.get(node.tag) ?? { x: 0, y: 0 },
    width: WIDTH,
    height: HEIGHT,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
    data: { node, callsItself: selves.has(node.tag) },
  }))
}

const edgesOf = ({ edges }: Graph): Edge[] =>
  edges
    .filter(({ callerTag, calleeTag }) => callerTag !== calleeTag)
    .map(({ callerTag, calleeTag }) => ({
      id: `${callerTag} ${calleeTag}`,
      source: callerTag,
      target: calleeTag,
      ariaLabel: `${callerTag} depends on ${calleeTag}`,
      markerEnd: { type: MarkerType.ArrowClosed, color: 'var(--xy-edge-stroke)' },
    }))

const Zoom = () => {
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  return (
    <Group gap={4} className={classes.zoom}>
      <ActionIcon variant="default" aria-label="Zoom in" onClick={() => void zoomIn()}>
        <IconPlus size={16} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label="Zoom out" onClick={() => void zoomOut()}>
        <IconMinus size={16} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label="Show the whole graph" onClick={() => void fitView(WHOLE)}>
        <IconArrowsMaximize size={16} />
      </ActionIcon>
    </Group>
  )
}

const LEAST_READABLE = 0.6

/** Shows the whole graph if it is readable, and otherwise its center. */
const showFirst = async (flow: ReactFlowInstance<PictureNodeType>) => {
  await flow.fitView(WHOLE)
  const center = flow.getNodes().find(({ data }) => data.node.side === 'CENTER')
  if (!center || flow.getZoom() >= LEAST_READABLE) return
  const { x, y } = center.position
  await flow.setCenter(x + WIDTH / 2, y + HEIGHT / 2, { zoom: 0.8 })
}

type Props = { graph: Graph; positions: ReadonlyMap<string, Place>; tag: string }

/** The Tab key moves through the links, nearest first. */
export const PictureCanvas = ({ graph, positions, tag }: Props) => {
  const nodes = useMemo(() => nodesOf(graph, positions), [graph, positions])
  const edges = useMemo(() => edgesOf(graph), [graph])
  return (
    <section className={classes.picture} aria-label={`Dependencies around ${tag}`}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onInit={flow => void showFirst(flow)}
        minZoom={0.1}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
      >
        <Zoom />
      </ReactFlow>
    </section>
  )
}
