import { Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Identity, listUserIdentities, unlinkUserIdentity } from '../../../contract/identity/identities.ts'
import { listUsers, type User } from '../../../contract/identity/users.ts'
import { ask } from '../../core/api/queries.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { accountName, IdentityList } from '../sessions/identity-list.tsx'

type Props = { user: User; opened: boolean; onClose: () => void }

/** The provider accounts that a person can sign in with. */
export const IdentitiesDialog = ({ user, opened, onClose }: Props) => {
  const query = useQuery({ ...ask(listUserIdentities, { params: { id: user.id } }), enabled: opened })
  const unlinking = useDialog<Identity>()
  return (
    <>
      <Modal opened={opened} onClose={onClose} title={`Linked accounts of ${user.name}`} size="xl">
        <Stack gap="md">
          <Text>{user.email} can sign in with these accounts of the identity provider.</Text>
          <Loaded query={query} lines={2}>
            {({ identities }) =>
              identities.length > 0 ? (
                <IdentityList identities={identities} onUnlink={unlinking.open} />
              ) : (
                <Text c="dimmed">No linked accounts.</Text>
              )
            }
          </Loaded>
        </Stack>
      </Modal>
      <UnlinkDialog user={user} identity={unlinking.thing} opened={unlinking.isOpen} onClose={unlinking.close} />
    </>
  )
}

const UnlinkDialog = ({ user, identity, ...dialog }: Props & { identity: Identity | undefined }) => (
  <ConfirmCall
    {...dialog}
    operation={unlinkUserIdentity}
    input={identity && { params: { id: user.id, identity: identity.id } }}
    refreshes={[listUserIdentities, listUsers]}
    title={identity ? `Unlink ${accountName(identity)} from ${user.name}?` : 'Unlink this account?'}
    confirmLabel="Unlink"
    done="Account unlinked"
    failed="The account is still linked"
  >
    {`${user.name} is signed out everywhere and is notified. If this is their only way to sign in, send them a new invitation. Their tokens keep working.`}
  </ConfirmCall>
)
