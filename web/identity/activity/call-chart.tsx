import { Group, SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tokenHours } from '../../../contract/identity/activity.ts'
import { ask } from '../../core/api/queries.ts'
import { ChartFrame, ChartTable } from '../../core/layout/chart.tsx'
import type { Column } from '../../core/layout/data-table.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { type Bar, barsOf, type Span } from './bars.ts'
import classes from './call-chart.module.css'

const SPANS = [
  { value: 'hours', label: '48 hours' },
  { value: 'days', label: '90 days' },
]

const HEIGHT = 64

/** The calls of a token, by the hour or the day; what was refused stands at the foot of a bar. */
export const CallChart = ({ cid }: { cid: string }) => {
  const [span, setSpan] = useState<Span>('days')
  const [now] = useState(() => Date.now())
  const hours = useQuery(ask(tokenHours, { params: { cid } }))
  return (
    <Loaded query={hours} lines={2}>
      {({ hours }) => {
        const bars = barsOf(hours, span, now)
        const calls = bars.reduce((sum, bar) => sum + bar.calls, 0)
        const refused = bars.reduce((sum, bar) => sum + bar.refused, 0)
        if (hours.length === 0) return null
        return (
          <>
            <Group justify="space-between" gap="sm">
              <Text size="sm" role="status">
                {calls.toLocaleString()} {calls === 1 ? 'call' : 'calls'}, {refused.toLocaleString()} refused
              </Text>
              <SegmentedControl
                aria-label="Time shown"
                size="xs"
                data={SPANS}
                value={span}
                onChange={value => setSpan(value === 'hours' ? 'hours' : 'days')}
              />
            </Group>
            <Bars bars={bars} />
            <Legend />
            <AsTable bars={bars} />
          </>
        )
      }}
    </Loaded>
  )
}

const Bars = ({ bars }: { bars: readonly Bar[] }) => {
  const most = Math.max(1, ...bars.map(({ calls }) => calls))
  const [first, middle, last] = [bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)]
  return (
    <ChartFrame most={most.toLocaleString()} least="0" from={first?.label} middle={middle?.label} until={last?.label}>
      <div className={classes.chart}>
        {bars.map(({ label, calls, refused }) => (
          <div key={label} className={classes.slot} title={`${label}: ${calls} calls, ${refused} refused`}>
            <div className={classes.calls} style={{ height: Math.ceil(((calls - refused) / most) * HEIGHT) }} />
            <div className={classes.refused} style={{ height: Math.ceil((refused / most) * HEIGHT) }} />
          </div>
        ))}
      </div>
    </ChartFrame>
  )
}

const Legend = () => (
  <div className={classes.legend} aria-hidden>
    <span className={classes.calls} /> Answered
    <span className={classes.refused} /> Refused
  </div>
)

const COLUMNS: readonly Column<Bar>[] = [
  { key: 'time', header: 'Time', nowrap: true, value: ({ at }) => at, cell: ({ label }) => label },
  {
    key: 'calls',
    header: 'Calls',
    align: 'right',
    first: 'desc',
    value: ({ calls }) => calls,
    cell: ({ calls }) => calls,
  },
  {
    key: 'refused',
    header: 'Refused',
    align: 'right',
    first: 'desc',
    value: ({ refused }) => refused,
    cell: ({ refused }) => refused,
  },
]

/** Times without a call are left out. */
const AsTable = ({ bars }: { bars: readonly Bar[] }) => (
  <ChartTable
    caption="Calls over time"
    name="calls"
    columns={COLUMNS}
    rows={bars.filter(({ calls }) => calls > 0).toReversed()}
    rowKey={({ label }) => label}
    empty="No calls in this time."
  />
)
