import { Text } from '@mantine/core'
import { listAuditLogs } from '../../../contract/outbound/audit.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { useObjectWord } from '../audit/audit-words.ts'
import type { Home } from './home-page.tsx'
import { Line, Lines } from './lines.tsx'

type Change = Home['changes'][number]

const DONE = { CREATE: 'created', UPDATE: 'updated', DELETE: 'deleted' } as const

const pathOf = ({ objectType, objectIdentifier, action }: Change) => {
  if (action === 'DELETE') return undefined
  if (objectType === 'ENTITY') return paths.entity(objectIdentifier)
  return objectType === 'SCORECARD' ? paths.scorecard(objectIdentifier) : undefined
}

const What = ({ change }: { change: Change }) => {
  const word = useObjectWord()
  const path = pathOf(change)
  return (
    <>
      {word(change.objectType)}{' '}
      {path ? (
        <TextLink to={path}>{change.objectIdentifier}</TextLink>
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
