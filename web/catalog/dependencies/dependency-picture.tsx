/** The dependency graph around an entity. */
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { getDependencyGraph } from '../../../contract/catalog/dependency-graph.ts'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { ErrorState } from '../../core/ui/error-state.tsx'
import { Loading } from '../../core/ui/loading.tsx'
import { PictureCanvas } from './picture-canvas.tsx'
import { usePositions } from './use-positions.ts'

type Graph = AnswerOf<typeof getDependencyGraph>

const Drawn = ({ graph, tag }: { graph: Graph; tag: string }) => {
  const { positions, hasFailed } = usePositions(graph)
  if (hasFailed) return <ErrorState title="The graph can't be drawn" details="Use the list instead." />
  if (!positions) return <Loading lines={8} />
  return (
    <>
      <ReactFlowProvider>
        <PictureCanvas graph={graph} positions={positions} tag={tag} />
      </ReactFlowProvider>
      {graph.moreEdges > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {graph.moreEdges.toLocaleString()} more dependencies among these entities are not shown.
        </Text>
      )}
    </>
  )
}

export const DependencyPicture = ({ tag, depth }: { tag: string; depth: number }) => {
  const query = useQuery(ask(getDependencyGraph, { params: { tagOrId: tag }, query: { depth } }))
  return (
    <Loaded query={query} lines={8}>
      {graph =>
        graph.nodes.length > 1 ? (
          <Drawn graph={graph} tag={tag} />
        ) : (
          <Text c="dimmed">No dependencies. To add one, list it in the descriptor under x-cortex-dependency.</Text>
        )
      }
    </Loaded>
  )
}
