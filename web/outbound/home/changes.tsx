import { Text } from '@mantine/core'
import { listAuditLogs } from '../../../contract/outbound/audit.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { usePageOf, useSaid } from '../audit/audit-words.ts'
import type { Home } from './home-page.tsx'
import { Line, Lines } from './lines.tsx'

type Change = Home['changes'][number]

const DONE = { CREATE: 'created', UPDATE: 'updated', DELETE: 'deleted' } as const

const What = ({ change }: { change: Change }) => {
  const { word } = useSaid()
  const pageOf = usePageOf()
  const page = change.action === 'DELETE' ? undefined : pageOf(change.objectType, change.objectIdentifier)
  return (
    <>
      {word(change.objectType)}{' '}
      {page ? (
        <TextLink to={page.to} search={page.search} underline="always">
          {change.objectIdentifier}
        </TextLink>
      ) : (
        <span className="mono">{change.objectIdentifier}</span>
      )}{' '}
      <Text span c="dimmed">
        {DONE[change.action]}
        {change.actor && ` by ${change.actor}`}
      </Text>
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
