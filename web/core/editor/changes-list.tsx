import { Stack, Text } from '@mantine/core'
import type { EntityChange, EntityPreview } from '../../../contract/catalog/previews.ts'
import { StateLabel } from '../ui/state-label.tsx'
import classes from './changes-list.module.css'

const SUBJECTS: Readonly<Record<EntityChange['subject'], string>> = {
  NAME: 'Name',
  TYPE: 'Type',
  DESCRIPTION: 'Description',
  DEFINITION: 'Definition',
  OWNER: 'Owner',
  GROUP: 'Group',
  PARENT: 'Parent',
  CHILD: 'Child',
  DEPENDENCY: 'Dependency',
  RELATIONSHIP: 'Relationship',
  CUSTOM_DATA: 'Custom data',
  LINK: 'Link',
  REPOSITORY: 'Repository',
  SLACK_CHANNEL: 'Slack channel',
  MEMBER: 'Member',
  TEAM_GROUP: 'Team group',
  SUMMARY: 'Summary',
}

const CHANGES = {
  ADDED: <StateLabel tone="good">Added</StateLabel>,
  REMOVED: <StateLabel tone="bad">Removed</StateLabel>,
  CHANGED: <StateLabel tone="neutral">Changed</StateLabel>,
} as const

const NOTHING = {
  CREATED: 'A new entity.',
  UPDATED: 'Only the text changes, for example comments or order.',
  UNCHANGED: 'No changes. This text is already stored.',
} as const

/** What saving a descriptor would change, and the tags in it that don't exist. */
export const ChangesList = ({ preview: { outcome, changes, total, missing } }: { preview: EntityPreview }) => (
  <Stack gap="xs">
    {total === 0 && <Text>{NOTHING[outcome]}</Text>}
    {changes.length > 0 && (
      <ul className={classes.list} aria-label="What changes">
        {changes.map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and two changes may have the same text
          <li key={index} className={classes.change}>
            <Change {...change} />
          </li>
        ))}
      </ul>
    )}
    {total > changes.length && <Text c="dimmed">And {total - changes.length} more.</Text>}
    {missing.length > 0 && <Missing missing={missing} />}
  </Stack>
)

const Change = ({ subject, change, name, before, after }: EntityChange) => (
  <>
    <span className={classes.kind}>{CHANGES[change]}</span>
    <span className={classes.subject}>{SUBJECTS[subject]}</span>
    <span className={classes.what}>
      {name !== '' && <span className="mono">{name}</span>}
      {before !== undefined && change !== 'ADDED' && <span className={classes.old}>{before}</span>}
      {change === 'CHANGED' && <span aria-hidden>→</span>}
      {after !== undefined && <span>{after}</span>}
    </span>
  </>
)

const Missing = ({ missing }: Pick<EntityPreview, 'missing'>) => (
  <Text>
    <StateLabel tone="warning">Not in the catalog</StateLabel> No entity has these tags yet:{' '}
    <span className="mono">{[...new Set(missing.map(({ name }) => name))].join(', ')}</span>
  </Text>
)
