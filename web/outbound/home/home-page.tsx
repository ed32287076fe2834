import { Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { getHome } from '../../../contract/outbound/home.ts'
import { ask } from '../../core/api/queries.ts'
import { ButtonLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Attention, hasAttention } from './attention.tsx'
import { Changes } from './changes.tsx'
import { Checklist } from './checklist.tsx'
import { Owned } from './owned.tsx'

export type Home = AnswerOf<typeof getHome>

export const HomePage = () => (
  <Page title="Home">
    <Loaded query={useQuery(ask(getHome, {}))} lines={8}>
      {home => <Sections home={home} />}
    </Loaded>
  </Page>
)

const Sections = ({ home: { tokens, owned, changes, checklist } }: { home: Home }) => {
  const needsMe = tokens !== null && hasAttention(tokens)
  return (
    <Stack gap="xl">
      {checklist && <Checklist steps={checklist} />}
      {needsMe && <Attention tokens={tokens} />}
      {!needsMe && !checklist && <NothingToDo hasTokens={tokens !== null && tokens.active > 0} />}
      {owned && <Owned owned={owned} />}
      {changes.length > 0 && <Changes changes={changes} />}
    </Stack>
  )
}

const NothingToDo = ({ hasTokens }: { hasTokens: boolean }) => (
  <EmptyState
    action={
      <Group justify="center" gap="sm">
        {!hasTokens && <ButtonLink to={paths.myTokens}>Create a token</ButtonLink>}
        <ButtonLink to={paths.catalog} variant="default">
          Browse the catalog
        </ButtonLink>
      </Group>
    }
  >
    Nothing needs your attention.{' '}
    {!hasTokens && 'Use a token to let a script, CLI, or agent act as you, or look at what there is.'}
  </EmptyState>
)
