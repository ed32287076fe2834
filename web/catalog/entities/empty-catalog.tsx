import { Anchor, Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { upsertEntity } from '../../../contract/catalog/catalog.ts'
import { loadSamples } from '../../../contract/samples/samples.ts'
import { useSend } from '../../core/api/queries.ts'
import { AskLink } from '../../core/layout/help.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { notice } from '../../core/ui/notice.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'

/** @param add the page's own main action */
export const EmptyCatalog = ({ add }: { add: ReactNode }) => {
  const me = useMe()
  if (!abilityFor(me, upsertEntity).allowed)
    return (
      <EmptyState ask={<AskLink question="How do I get a permission?" />}>
        The catalog is empty. People with the Edit entities permission can add to it.
      </EmptyState>
    )
  return (
    <EmptyState
      ask={<AskLink question="How do I add an entity?" />}
      action={
        <Group justify="center" gap="sm">
          {add}
          {abilityFor(me, loadSamples).allowed && <LoadSamples />}
        </Group>
      }
    >
      The catalog is empty. Add an entity, or{' '}
      <Anchor href="/docs/import">import descriptors or a Backstage catalog</Anchor>.
    </EmptyState>
  )
}

const LoadSamples = () => {
  const client = useQueryClient()
  const send = useSend(loadSamples)
  const loaded = () => {
    notice('Sample catalog loaded')
    void client.invalidateQueries()
  }
  return (
    <>
      <Button variant="default" loading={send.isPending} onClick={() => send.mutate({}, { onSuccess: loaded })}>
        Load sample catalog
      </Button>
      <Problem error={send.error} />
    </>
  )
}
