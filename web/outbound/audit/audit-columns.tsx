import { Anchor, Text } from '@mantine/core'
import type { AuditLog } from '../../../contract/outbound/audit.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { sentenceOf } from './audit-sentence.ts'
import { ACTOR_WORDS, OUTCOME_TONES, OUTCOME_WORDS, usePageOf, useSaid } from './audit-words.ts'

const PERSONAL = 'PERSONAL_API_KEY'
/** That a person was signed in goes without saying; that nobody was is said instead of a name. */
const UNSAID = new Set<AuditLog['actorType']>(['OAUTH2', 'ANONYMOUS'])

/** A token leads to its page. */
const Credential = ({ actorType, actorCredential }: AuditLog) => {
  if (!actorCredential) return null
  const { cid, name } = actorCredential
  if (actorType !== PERSONAL) return <> {name || cid}</>
  return (
    <>
      {' '}
      <TextLink to={paths.token(cid)} size="xs" underline="always">
        {name || cid}
      </TextLink>
    </>
  )
}

/** Who did it and with which credential. */
export const Actor = (log: AuditLog) => {
  const { actorType, actorEmail, actorIdentifier, actorCredential } = log
  return (
    <>
      {actorEmail ?? actorIdentifier ?? actorCredential?.name ?? ACTOR_WORDS[actorType]}
      {(actorCredential || !UNSAID.has(actorType)) && (
        <Text span size="xs" c="dimmed">
          {' '}
          {ACTOR_WORDS[actorType]}
          <Credential {...log} />
        </Text>
      )}
    </>
  )
}

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

export const Happened = ({ log }: { log: AuditLog }) => (
  <>
    {sentenceOf(log, useSaid())}
    {log.count > 1 && (
      <Text span c="dimmed">
        , {log.count} times
      </Text>
    )}
  </>
)

/** A thing by its name where the entry has it, with a link to its page. */
export const ObjectLink = ({ log }: { log: AuditLog }) => {
  const { objectType, objectIdentifier, objectName, changes, action, outcome } = log
  const named = changes?.name?.after ?? changes?.name?.before
  const name = typeof named === 'string' ? named : objectName
  const isGone = action === 'DELETE' && outcome === 'DONE' && objectType !== 'PERSONAL_TOKEN'
  const page = usePageOf()(objectType, objectIdentifier)
  const text = objectType === 'ENTITY' || !name ? <span className="mono">{objectIdentifier}</span> : name
  return page && !isGone ? (
    <TextLink to={page.to} search={page.search}>
      {text}
    </TextLink>
  ) : (
    text
  )
}

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
        <Instant at={log.timestamp} exact="only" />
      </Anchor>
    ),
  },
  { key: 'happened', header: 'What happened', cell: log => <Happened log={log} />, width: '32%' },
  { key: 'object', header: 'Object', cell: log => <ObjectLink log={log} />, width: '20%' },
  { key: 'actor', header: 'Actor', cell: log => <Actor {...log} /> },
  { key: 'address', header: 'Address', mono: true, nowrap: true, cell: ({ ipAddress }) => ipAddress },
]
