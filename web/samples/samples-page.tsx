import { Button, List, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '../../contract/core/operation.ts'
import { getSamples, loadSamples, removeSamples } from '../../contract/samples/samples.ts'
import { ask, useSend } from '../core/api/queries.ts'
import { ConfirmCall } from '../core/layout/confirm-call.tsx'
import { Loaded } from '../core/layout/loaded.tsx'
import { Problem } from '../core/layout/problem.tsx'
import { useFilters } from '../core/layout/use-filters.ts'
import { notice } from '../core/ui/notice.ts'
import { Page } from '../core/ui/page.tsx'
import { samplesSearch } from './samples-search.ts'

const counted = (count: number, one: string, several: string) => `${count} ${count === 1 ? one : several}`

export const SamplesPage = () => {
  const query = useQuery(ask(getSamples, {}))
  const [{ remove }, setFilters] = useFilters(samplesSearch)
  const [isRemoving, setRemoving] = useState(false)
  const stopRemoving = () => {
    setRemoving(false)
    if (remove) setFilters({ remove: undefined }, { replace: true })
  }
  const load = useSend(loadSamples)
  const client = useQueryClient()
  const announce = () => {
    notice('Sample catalog loaded')
    // The samples are in every list: nothing that was read before is current.
    void client.invalidateQueries()
  }
  return (
    <Page
      title="Sample catalog"
      intro="Teams, services, domains, Scorecards and one person of each default role, to try Portico with. The lists that contain it say so."
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
              <Button loading={load.isPending} onClick={() => load.mutate({}, { onSuccess: announce })}>
                Load sample catalog
              </Button>
            )}
          </Stack>
        )}
      </Loaded>
      <RemovalDialog opened={isRemoving || (remove === true && query.data?.loaded === true)} onClose={stopRemoving} />
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

const RemovalDialog = (dialog: { opened: boolean; onClose: () => void }) => {
  const client = useQueryClient()
  return (
    <ConfirmCall
      {...dialog}
      operation={removeSamples}
      input={{}}
      title="Remove the sample catalog?"
      confirmLabel="Remove"
      done="Sample catalog removed"
      onDone={() => void client.invalidateQueries()}
    >
      The sample entities and Scorecards go, your changes to them included. Sample people stay once they were invited or
      signed in. What you added yourself stays.
    </ConfirmCall>
  )
}
