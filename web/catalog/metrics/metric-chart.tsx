import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listMetricPoints, type MetricPoint } from '../../../contract/catalog/metrics.ts'
import { ask } from '../../core/api/queries.ts'
import { ChartFrame, ChartTable } from '../../core/layout/chart.tsx'
import type { Column } from '../../core/layout/data-table.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { shortText } from '../../core/ui/instant-text.ts'
import { Section } from '../../core/ui/section.tsx'
import { lineOf } from './line.ts'
import classes from './metric-chart.module.css'

const SIZE = { width: 300, height: 68 }
/** More would be closer together than the pixels of a small chart. */
const MOST_POINTS = 250

const COLUMNS: readonly Column<MetricPoint>[] = [
  { key: 'time', header: 'Time', nowrap: true, cell: ({ timestamp }) => shortText(Date.parse(timestamp)) },
  { key: 'value', header: 'Value', align: 'right', cell: ({ value }) => value.toLocaleString() },
]

const Line = ({ points }: { points: readonly MetricPoint[] }) => {
  const values = points.map(({ value }) => value)
  const [from, until] = [points[0], points.at(-1)].map(point => point && shortText(Date.parse(point.timestamp)))
  const most = Math.max(...values).toLocaleString()
  const least = Math.min(...values).toLocaleString()
  return (
    <ChartFrame most={most} least={least === most ? '' : least} from={from} until={until === from ? '' : until}>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {points.length === 1 ? (
          <path className={classes.point} d={`${lineOf(points, SIZE)}h0.1`} />
        ) : (
          <path d={lineOf(points, SIZE)} />
        )}
      </svg>
    </ChartFrame>
  )
}

type Props = { tag: string; metric: string; latest: string; value: number }

/** The newest points of six months, and the last value in words. */
export const MetricChart = ({ tag, metric, latest, value }: Props) => {
  const params = { tagOrId: tag, customMetricKey: metric }
  const query = useQuery(ask(listMetricPoints, { params, query: { pageSize: MOST_POINTS } }))
  return (
    <Section title={metric}>
      <Text component="div">
        {value.toLocaleString()}{' '}
        <Text span c="dimmed">
          <Instant at={latest} />
        </Text>
      </Text>
      <Loaded query={query} lines={2}>
        {({ data }) =>
          data.length === 0 ? (
            <Text c="dimmed">No points in the last 6 months.</Text>
          ) : (
            <>
              <Line points={data.toReversed()} />
              <ChartTable
                caption={`${metric} over time`}
                columns={COLUMNS}
                rows={data.map((point, at) => ({ ...point, id: `${at}` }))}
                rowKey={({ id }) => id}
              />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
