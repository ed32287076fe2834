import { Text } from '@mantine/core'
import { listAuditLogs } from '../../../contract/outbound/audit.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { deedText } from '../audit/audit-sentence.ts'
import { usePageOf, useSaid } from '../audit/audit-words.ts'
import type { Home } from './home-page.tsx'
import { Line, Lines } from './lines.tsx'

type Change = Home['changes'][number]

const What = ({ change }: { change: Change }) => {
  const { action, objectType, objectIdentifier, objectName, actor } = change
  const said = useSaid()
  const isGone = action === 'DELETE' && objectType !== 'PERSONAL_TOKEN'
  const found = usePageOf()(objectType, objectIdentifier)
  const page = isGone ? undefined : found
  const name = objectName ?? <span className="mono">{objectIdentifier}</span>
  return (
    <>
      {deedText(change, said)}{' '}
      {page ? (
        <TextLink to={page.to} search={page.search} underline="always">
          {name}
        </TextLink>
      ) : (
        name
      )}
      {actor && (
        <Text span c="dimmed">
          {' '}
          by {actor}
        </Text>
      )}
    </>
  )
}

export const Changes = ({ changes }: { changes: readonly Change[] }) => (
  <Section title="What changed">
    <Lines>
      {changes.map(change => (
        <Line
          key={`${change.at} ${change.objectType} ${change.objectIdentifier} ${change.action}`}
          aside={<Instant at={change.at} />}
        >
          <What change={change} />
        </Line>
      ))}
    </Lines>
    {abilityFor(useMe(), listAuditLogs).allowed && (
      <TextLink to={paths.auditLogs} size="xs">
        Audit logs
      </TextLink>
    )}
  </Section>
)
