import { List, SimpleGrid, Text } from '@mantine/core'
import type { Scorecard } from '../../../contract/standards/scorecards.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { filterLines } from './filter-lines.ts'

const settingLines = ({ notifications, exemptions, evaluation }: Scorecard) => [
  notifications.enabled ? 'Notifications are on' : 'Notifications are off',
  ...(notifications.scoreDropNotificationsEnabled ? ['Owners hear of a falling score'] : []),
  exemptions.enabled ? 'Exemptions can be asked for' : 'No exemptions',
  ...(exemptions.enabled && exemptions.autoApprove ? ['Exemptions are granted without review'] : []),
  ...(evaluation?.window === undefined ? [] : [`Evaluated every ${evaluation.window} hours`]),
]

export const ScorecardSettings = ({ scorecard }: { scorecard: Scorecard }) => {
  const filter = filterLines(scorecard.filter)
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="xl" verticalSpacing="lg">
      <Section title="Which entities" none={filter.length === 0 && 'All of them.'}>
        {filter.map(line => (
          <Text key={line} style={{ overflowWrap: 'anywhere' }}>
            {line.charAt(0).toUpperCase() + line.slice(1)}
          </Text>
        ))}
      </Section>
      <Section title="Settings">
        <List size="sm">
          {settingLines(scorecard).map(line => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      </Section>
      <Section title="Last updated">
        <Instant at={scorecard.lastUpdated} exact />
      </Section>
    </SimpleGrid>
  )
}
