import { Group, Loader, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getToken, type PersonalToken } from '../../../contract/identity/tokens.ts'
import { ask } from '../../core/api/queries.ts'
import { exactText, relativeText } from '../../core/ui/instant-text.ts'

const EVERY_MS = 2_000

/** The first use of the secret that was just shown, of which a token may have a second one. */
const firstUseOf = (created: PersonalToken, now: PersonalToken | undefined) => {
  if (!now) return undefined
  if (now.rotation) return now.rotation.current.lastUsed
  return now.lastUsed?.at === created.lastUsed?.at ? undefined : now.lastUsed
}

/** Looks every two seconds, while the page can be seen, until the secret was used for the first time. */
export const FirstCall = ({ created }: { created: PersonalToken }) => {
  const token = useQuery({
    ...ask(getToken, { params: { cid: created.cid } }),
    refetchInterval: ({ state }) => (firstUseOf(created, state.data) ? false : EVERY_MS),
    retry: false,
  })
  const use = firstUseOf(created, token.data)
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
