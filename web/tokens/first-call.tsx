import { Group, Loader, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getToken } from '../../contract/tokens.ts'
import { ask } from '../api/queries.ts'
import { exactText, relativeText } from '../ui/instant-text.ts'

const EVERY_MS = 2_000

/** Looks every two seconds, while the page can be seen, until the token was used for the first time. */
export const FirstCall = ({ cid }: { cid: string }) => {
  const token = useQuery({
    ...ask(getToken, { params: { cid } }),
    refetchInterval: ({ state }) => (state.data?.lastUsed ? false : EVERY_MS),
    retry: false,
  })
  const use = token.data?.lastUsed
  return (
    <Group gap="xs" wrap="nowrap" role="status">
      {use ? <IconCheck size={16} color="var(--portico-good)" aria-hidden /> : <Loader size={14} aria-hidden />}
      {use ? (
        <Text>
          It works. First call{' '}
          <time dateTime={use.at} title={exactText(Date.parse(use.at))}>
            {relativeText(Date.parse(use.at), Date.now())}
          </time>{' '}
          from {use.address}
          {use.client && `, ${use.client}`}.
        </Text>
      ) : (
        <Text c="dimmed">Waiting for the first call…</Text>
      )}
    </Group>
  )
}
