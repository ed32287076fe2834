import { Button, SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { askMetrics } from './has-metrics.ts'
import { MetricChart } from './metric-chart.tsx'

/** Each has its points loaded. */
const SHOWN_AT_FIRST = 12

/** The custom metrics of an entity as small charts; nothing where there are none. */
export const EntityMetrics = ({ entity: { tag } }: { entity: EntityDetails }) => {
  const query = useQuery(askMetrics(tag))
  const [isAll, setAll] = useState(false)
  return (
    <Loaded query={query} lines={2}>
      {({ metrics }) => (
        <Stack gap="md" align="flex-start">
          <SimpleGrid cols={{ base: 1, md: 2, lg: 3 }} spacing="xl" verticalSpacing="lg" w="100%">
            {(isAll ? metrics : metrics.slice(0, SHOWN_AT_FIRST)).map(({ key, latest, value }) => (
              <MetricChart key={key} tag={tag} metric={key} latest={latest} value={value} />
            ))}
          </SimpleGrid>
          {!isAll && metrics.length > SHOWN_AT_FIRST && (
            <Button variant="default" onClick={() => setAll(true)}>
              Show all {metrics.length} metrics
            </Button>
          )}
        </Stack>
      )}
    </Loaded>
  )
}
