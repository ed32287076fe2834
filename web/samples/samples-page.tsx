import { Button, List, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '../../contract/core/operation.ts'
import { getSamples, loadSamples, removeSamples } from '../../contract/samples/samples.ts'
import { ask, useSend } from '../core/api/queries.ts'
import { Loaded } from '../core/layout/loaded.tsx'
import { Problem } from '../core/layout/problem.tsx'
import { ConfirmDialog } from '../core/ui/confirm-dialog.tsx'
import { notice } from '../core/ui/notice.ts'
import { Page } from '../core/ui/page.tsx'

const counted = (count: number, one: string, several: string) => `${count} ${count === 1 ? one : several}`

/** Says what was done. The samples are in every list: nothing that was read before is current. */
const useDone = () => {
  const client = useQueryClient()
  return (message: string) => {
    notice(message)
    void client.invalidateQueries()
  }
}

export const SamplesPage = () => {
  const query = useQuery(ask(getSamples, {}))
  const [isRemoving, setRemoving] = useState(false)
  const load = useSend(loadSamples)
  const done = useDone()
  return (
    <Page
      title="Sample catalog"
      intro="Teams, services, domains, Scorecards and one person of each default role, to try Portico with. All of it is marked as sample."
    >
      <Loaded query={query} lines={3}>
        {({ loaded, ...counts }) => (
          <Stack gap="md" align="flex-start">
            {loaded ? (
              <Counts {...counts} />
            ) : (
              <Text>The sample catalog is not loaded. You can remove it again at any time.</Text>
            )}
            <Problem error={load.error} />
            {loaded ? (
              <Button variant="default" onClick={() => setRemoving(true)}>
                Remove sample catalog
              </Button>
            ) : (
              <Button
                loading={load.isPending}
                onClick={() => load.mutate({}, { onSuccess: () => done('Sample catalog loaded') })}
              >
                Load sample catalog
              </Button>
            )}
          </Stack>
        )}
      </Loaded>
      <RemovalDialog opened={isRemoving} onClose={() => setRemoving(false)} />
    </Page>
  )
}

type Samples = AnswerOf<typeof getSamples>

const Counts = ({ entities, scorecards, people }: Omit<Samples, 'loaded'>) => (
  <div>
    <Text>The sample catalog is loaded:</Text>
    <List size="sm">
      <List.Item>{counted(entities, 'entity', 'entities')}</List.Item>
      <List.Item>{counted(scorecards, 'Scorecard', 'Scorecards')}</List.Item>
      <List.Item>{counted(people, 'person', 'people')}</List.Item>
    </List>
  </div>
)

const RemovalDialog = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const remove = useSend(removeSamples)
  const done = useDone()
  const close = () => {
    remove.reset()
    onClose()
  }
  const confirm = () =>
    remove.mutate(
      {},
      {
        onSuccess: () => {
          done('Sample catalog removed')
          close()
        },
      },
    )
  return (
    <ConfirmDialog
      opened={opened}
      title="Remove the sample catalog?"
      confirmLabel="Remove"
      onConfirm={confirm}
      onClose={close}
      pending={remove.isPending}
      error={remove.error && <Problem error={remove.error} />}
    >
      The sample entities and Scorecards go, your changes to them included. Sample people stay once they were invited or
      signed in. What you added yourself stays.
    </ConfirmDialog>
  )
}
