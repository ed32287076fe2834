import { Drawer, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { AuditLog } from '../../../contract/outbound/audit.ts'
import { exactText } from '../../core/ui/instant-text.ts'
import { Actor, ObjectLink, Outcome } from './audit-columns.tsx'
import { sentenceOf } from './audit-sentence.ts'
import { useSaid } from './audit-words.ts'
import classes from './changes.module.css'
import { Changes } from './changes.tsx'

type Props = { log: AuditLog | undefined; opened: boolean; onClose: () => void }

const timeText = (timestamp: string) => exactText(Date.parse(timestamp))

/** One row of the log in full, at the side. */
export const AuditPanel = ({ log, opened, onClose }: Props) => {
  const said = useSaid()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={log && sentenceOf(log, said)}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {log && <Details log={log} />}
    </Drawer>
  )
}

const Details = ({ log }: { log: AuditLog }) => {
  const { changes, actorCredential } = log
  const hasChanges = changes !== undefined && Object.keys(changes).length > 0
  return (
    <Stack gap="md">
      <dl className={classes.facts}>
        <Fact name="Time">{timeText(log.timestamp)}</Fact>
        <Fact name="Actor">
          <Actor {...log} />
        </Fact>
        {actorCredential && (
          <Fact name="Credential">
            <span className="mono">{actorCredential.cid}</span>
          </Fact>
        )}
        <Fact name="Object">
          <ObjectLink log={log} />
        </Fact>
        <Fact name="Outcome">
          <Outcome {...log} />
        </Fact>
        <Fact name="Address">
          <span className="mono">{log.ipAddress ?? 'none'}</span>
        </Fact>
        <Fact name="Request">
          <span className="mono">{log.requestId ?? 'none'}</span>
        </Fact>
      </dl>
      <section>
        <Title order={2} mb="xs">
          Changes
        </Title>
        {hasChanges ? <Changes changes={changes} /> : <Text c="dimmed">No changes were recorded.</Text>}
      </section>
    </Stack>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)
