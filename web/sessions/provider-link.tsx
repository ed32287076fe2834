import { Button, Group, Stack, Text } from '@mantine/core'
import { startOidc } from '../../contract/sessions.ts'
import { useSend } from '../api/queries.ts'
import { Problem } from '../layout/problem.tsx'
import { paths } from '../paths.ts'

/** Links the account at the identity provider to mine, so that I can sign in with it. */
export const ProviderLink = ({ name, isLinked }: { name: string; isLinked: boolean }) => {
  const start = useSend(startOidc)
  if (isLinked) return <Text>Linked: you can sign in with {name}.</Text>
  const leave = () =>
    start.mutate(
      { body: { link: true, returnTo: paths.profile } },
      { onSuccess: ({ url }) => window.location.assign(url) },
    )
  return (
    <Stack gap="sm">
      <Text>Link your account there to sign in with it. You keep this account, its roles and its tokens.</Text>
      <Problem error={start.error} />
      <Group>
        <Button variant="default" onClick={leave} loading={start.isPending || start.isSuccess}>
          Link {name}
        </Button>
      </Group>
    </Stack>
  )
}
