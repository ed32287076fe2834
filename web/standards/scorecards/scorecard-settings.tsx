import { List, Text } from '@mantine/core'
import type { Scorecard } from '../../../contract/standards/scorecards.ts'
import { Facts } from '../../core/ui/facts.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { filterLines } from './filter-lines.ts'

const onOrOff = (isOn: boolean) => (isOn ? 'on' : 'off')

/** As the descriptor sets them. */
const settingLines = ({ notifications, exemptions, evaluation }: Scorecard) => [
  `Notifications: ${onOrOff(notifications.enabled)}`,
  `Notifications about falling scores: ${onOrOff(notifications.scoreDropNotificationsEnabled)}`,
  `Exemptions: ${onOrOff(exemptions.enabled)}`,
  `Automatic approval of exemptions: ${onOrOff(exemptions.autoApprove)}`,
  ...(evaluation?.window === undefined ? [] : [`Evaluation window: ${evaluation.window} hours`]),
]

/** Which entities it is about, and since when. */
export const ScorecardFacts = ({ scorecard }: { scorecard: Scorecard }) => {
  const filter = filterLines(scorecard.filter)
  return (
    <Facts cols={{ base: 1, md: 2 }}>
      <Section title="Which entities" none={filter.length === 0 && 'All of them.'}>
        {filter.map(line => (
          <Text key={line} style={{ overflowWrap: 'anywhere' }}>
            {line.charAt(0).toUpperCase() + line.slice(1)}
          </Text>
        ))}
      </Section>
      <Section title="Last updated">
        <Instant at={scorecard.lastUpdated} exact />
      </Section>
    </Facts>
  )
}

/** Last on the page: they change nothing yet. */
export const ScorecardSettings = ({ scorecard }: { scorecard: Scorecard }) => (
  <Section title="Settings">
    <Text c="dimmed" size="xs">
      Stored as the descriptor sets them. They have no effect in this version, which does not evaluate Scorecards.
    </Text>
    <List size="sm">
      {settingLines(scorecard).map(line => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  </Section>
)
