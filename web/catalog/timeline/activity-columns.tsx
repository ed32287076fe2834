import { Text } from '@mantine/core'
import type { ActivityEntry, ActivityKind } from '../../../contract/catalog/timeline.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { OutwardLink } from '../entities/outward-link.tsx'
import { VersionLink } from '../versions/version-link.tsx'

export const KIND_WORDS = { DEPLOY: 'Deploy', EVENT: 'Event', EDIT: 'Edit' } as const satisfies Record<
  ActivityKind,
  string
>

const TYPE_WORDS: Readonly<Record<string, string>> = {
  DEPLOY: 'Deploy',
  ROLLBACK: 'Rollback',
  SCALE: 'Scale',
  RESTART: 'Restart',
}

const SHOWN_SHA = 10
const EDITS: Readonly<Record<string, string>> = { CREATE: 'Created', UPDATE: 'Updated', DELETE: 'Deleted' }

/** What the audit log calls the parts of an entity, where people say it in another way. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  isArchived: 'archived state',
  metadata: 'custom data',
  slackChannels: 'Slack channels',
  git: 'repository',
}

const kindOf = ({ kind, type }: ActivityEntry) => (kind === 'DEPLOY' ? (TYPE_WORDS[type] ?? type) : KIND_WORDS[kind])

const toneOf = ({ kind, type }: ActivityEntry) => {
  if (type === 'ROLLBACK' && kind === 'DEPLOY') return 'warning'
  return kind === 'DEPLOY' ? 'good' : 'neutral'
}

/** What an edit changed, or what a deploy or event is called: its first line is enough here. */
const titleOf = ({ kind, type, title = '', fields = [] }: ActivityEntry) => {
  if (kind !== 'EDIT') return title.split('\n')[0]
  return [EDITS[type] ?? type, fields.map(field => FIELD_WORDS[field] ?? field).join(', ')].filter(Boolean).join(': ')
}

const notesOf = ({ kind, type, environment, sha, description }: ActivityEntry) =>
  [kind === 'EVENT' && type, environment, sha?.slice(0, SHOWN_SHA), description?.split('\n')[0]]
    .filter(Boolean)
    .join(' · ')

type Of = { entry: ActivityEntry; tag: string }

const What = ({ entry, tag }: Of) => {
  const notes = notesOf(entry)
  const title = <bdi>{titleOf(entry)}</bdi>
  return (
    <>
      {entry.url ? <OutwardLink url={entry.url}>{title}</OutwardLink> : title}
      {entry.version !== undefined && (
        <>
          {' '}
          <VersionLink tag={tag} version={entry.version} />
        </>
      )}
      {notes && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{notes}</bdi>
        </Text>
      )}
    </>
  )
}

export const activityColumns = (tag: string): readonly Column<ActivityEntry>[] => [
  {
    key: 'time',
    header: 'Time',
    nowrap: true,
    width: '18%',
    cell: ({ timestamp }) => <Instant at={timestamp} exact />,
  },
  {
    key: 'kind',
    header: 'Kind',
    nowrap: true,
    width: '12%',
    cell: entry => <StateLabel tone={toneOf(entry)}>{kindOf(entry)}</StateLabel>,
  },
  { key: 'what', header: 'What happened', cell: entry => <What entry={entry} tag={tag} /> },
  { key: 'by', header: 'By', width: '22%', cell: ({ by }) => by && <bdi>{by}</bdi> },
]
