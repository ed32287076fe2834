import { Group, Text } from '@mantine/core'
import type { Scorecard } from '../../../contract/standards/scorecards.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { RowLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { byRank } from './levels.ts'

export const SCORECARD_COLUMNS: readonly Column<Scorecard>[] = [
  {
    key: 'name',
    header: 'Name',
    width: '40%',
    cell: scorecard => (
      <>
        <Group gap="0 8px">
          <RowLink to={paths.scorecard(scorecard.tag)}>{scorecard.name}</RowLink>
          {scorecard.isDraft && <StateLabel tone="warning">Draft</StateLabel>}
        </Group>
        <Text className="mono" c="dimmed">
          {scorecard.tag}
        </Text>
      </>
    ),
  },
  { key: 'rules', header: 'Rules', align: 'right', width: 80, cell: ({ rules }) => rules.length, nowrap: true },
  {
    key: 'levels',
    header: 'Levels',
    cell: scorecard =>
      byRank(scorecard)
        .map(({ name }) => name)
        .join(', ') || (
        <Text span c="dimmed">
          None
        </Text>
      ),
  },
  { key: 'lastUpdated', header: 'Updated', cell: ({ lastUpdated }) => <Instant at={lastUpdated} />, nowrap: true },
]
