import { Anchor, Text } from '@mantine/core'
import type { AuditLog } from '../../../contract/outbound/audit.ts'
import type { Column } from '../../core/ui/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { ACTION_WORDS, ACTOR_WORDS, OUTCOME_TONES, OUTCOME_WORDS, useObjectWord } from './audit-words.ts'

/** Who did it and with which credential. */
export const Actor = ({ actorType, actorEmail, actorIdentifier, actorCredential }: AuditLog) => (
  <>
    {actorEmail ?? actorIdentifier ?? actorCredential?.name ?? ACTOR_WORDS[actorType]}
    {(actorCredential || actorType !== 'ANONYMOUS') && (
      <Text size="xs" c="dimmed">
        {ACTOR_WORDS[actorType]}
        {actorCredential && ` ${actorCredential.name || actorCredential.cid}`}
      </Text>
    )}
  </>
)

const ActorAndAddress = (log: AuditLog) => (
  <>
    <Actor {...log} />
    {log.ipAddress && (
      <Text size="xs" c="dimmed">
        from {log.ipAddress}
      </Text>
    )}
  </>
)

export const Outcome = ({ outcome, reason, count }: AuditLog) => (
  <>
    <StateLabel tone={OUTCOME_TONES[outcome]}>{OUTCOME_WORDS[outcome]}</StateLabel>
    {count > 1 && ` ${count} times`}
    {reason && (
      <Text size="xs" c="dimmed">
        {reason}
      </Text>
    )}
  </>
)

const ObjectWord = ({ type }: { type: string }) => useObjectWord()(type)

const columns: readonly Column<AuditLog>[] = [
  { key: 'actor', header: 'Actor', cell: log => <ActorAndAddress {...log} />, width: 230 },
  { key: 'action', header: 'Action', cell: log => ACTION_WORDS[log.action], nowrap: true },
  { key: 'objectType', header: 'Object', cell: log => <ObjectWord type={log.objectType} />, nowrap: true },
  { key: 'objectIdentifier', header: 'Identifier', cell: log => log.objectIdentifier, mono: true, width: 180 },
  { key: 'outcome', header: 'Outcome', cell: log => <Outcome {...log} />, width: 130 },
]

/** The time opens what changed. */
export const auditColumns = (onOpen: (log: AuditLog) => void): Column<AuditLog>[] => [
  {
    key: 'time',
    header: 'Time',
    nowrap: true,
    cell: log => (
      <Anchor
        component="button"
        type="button"
        data-row-link
        ta="left"
        aria-haspopup="dialog"
        onClick={() => onOpen(log)}
      >
        <Instant at={log.timestamp} exact />
      </Anchor>
    ),
  },
  ...columns,
]
