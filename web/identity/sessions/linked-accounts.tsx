import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Identity, linkIdentity, listIdentities, unlinkIdentity } from '../../../contract/identity/identities.ts'
import { getMe, listSessions } from '../../../contract/identity/sessions.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { accountName, IdentityList } from './identity-list.tsx'

/** My accounts at the identity provider; `provider` is the one set up now, if any. */
export const LinkedAccounts = ({ provider }: { provider: string | undefined }) => {
  const query = useQuery(ask(listIdentities, {}))
  const unlinking = useDialog<Identity>()
  return (
    <Stack gap="sm">
      <Loaded query={query} lines={2}>
        {({ identities }) =>
          identities.length > 0 ? (
            <IdentityList identities={identities} onUnlink={unlinking.open} name="accounts" />
          ) : (
            <Text c="dimmed">No linked accounts.{provider && ` Link one to sign in with ${provider}.`}</Text>
          )
        }
      </Loaded>
      {provider && <LinkButton provider={provider} />}
      <UnlinkDialog identity={unlinking.thing} opened={unlinking.isOpen} onClose={unlinking.close} />
    </Stack>
  )
}

const LinkButton = ({ provider }: { provider: string }) => {
  const start = useSend(linkIdentity)
  const leave = () =>
    start.mutate({ body: { returnTo: paths.profile } }, { onSuccess: ({ url }) => window.location.assign(url) })
  return (
    <>
      <Text size="xs" c="dimmed">
        A linked account signs in to this account, with its roles and tokens. Link only accounts that are yours.
      </Text>
      <Problem error={start.error} title="No account was linked" />
      <Group>
        <Button variant="default" onClick={leave} loading={start.isPending || start.isSuccess}>
          Link an account of {provider}
        </Button>
      </Group>
    </>
  )
}

type DialogProps = { identity: Identity | undefined; opened: boolean; onClose: () => void }

const UnlinkDialog = ({ identity, ...dialog }: DialogProps) => (
  <ConfirmCall
    {...dialog}
    operation={unlinkIdentity}
    input={identity && { params: { id: identity.id } }}
    refreshes={[listIdentities, getMe, listSessions]}
    title={identity ? `Unlink ${accountName(identity)}?` : 'Unlink this account?'}
    confirmLabel="Unlink"
    done="Account unlinked"
    failed="The account is still linked"
  >
    {`You can no longer sign in here with this account of ${identity?.provider ?? 'the provider'}. Your other sessions end. Your tokens keep working.`}
  </ConfirmCall>
)
