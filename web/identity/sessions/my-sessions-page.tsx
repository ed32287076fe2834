import { Button, Text } from '@mantine/core'
import { endSession, listSessions, type Session } from '../../../contract/identity/sessions.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import type { Column } from '../../core/layout/data-table.tsx'
import { ListPage } from '../../core/layout/list-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'

const METHODS = { PASSWORD: 'Password', OIDC: 'Identity provider', LINK: 'One-time link' } as const

const SignOut = ({ session, onEnd }: { session: Session; onEnd: (session: Session) => void }) => (
  <Button
    size="compact-sm"
    variant="default"
    aria-label={`Sign out of ${session.current ? 'this session' : `${session.client} at ${session.address}`}`}
    onClick={() => onEnd(session)}
  >
    Sign out
  </Button>
)

const columnsWith = (onEnd: (session: Session) => void): Column<Session>[] => [
  {
    key: 'client',
    header: 'Browser',
    value: ({ client }) => client,
    cell: ({ client, current }) => (
      <>
        {client || 'Unknown'} {current && <StateLabel tone="good">This session</StateLabel>}
      </>
    ),
  },
  {
    key: 'address',
    header: 'Address',
    value: ({ address }) => address,
    cell: ({ address }) => address,
    mono: true,
    nowrap: true,
  },
  {
    key: 'method',
    header: 'Signed in by',
    value: ({ method }) => METHODS[method],
    cell: ({ method }) => METHODS[method],
  },
  {
    key: 'created',
    header: 'Signed in',
    value: ({ createdDate }) => createdDate,
    cell: ({ createdDate }) => <Instant at={createdDate} exact />,
  },
  {
    key: 'lastUsed',
    header: 'Last seen',
    value: ({ lastSeen }) => lastSeen,
    cell: ({ lastSeen }) => <Instant at={lastSeen} />,
  },
  {
    key: 'expires',
    header: 'Ends',
    value: ({ expires }) => expires,
    cell: ({ expires }) => <Instant at={expires} exact />,
  },
  {
    key: 'actions',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    nowrap: true,
    cell: session => <SignOut session={session} onEnd={onEnd} />,
  },
]

export const MySessionsPage = () => {
  const ended = useDialog<Session>()
  return (
    <ListPage
      title="My sessions"
      intro="Where you are signed in. If you don't recognize a session, sign out of it, then change your password."
      docs="sign-in"
      width="reading"
      operation={listSessions}
      input={{}}
      rows={({ sessions }) => sessions}
      columns={columnsWith(ended.open)}
      rowKey={({ id }) => id}
      noun={['session', 'sessions']}
      empty={null}
    >
      <SignOutDialog session={ended.thing} opened={ended.isOpen} onClose={ended.close} />
    </ListPage>
  )
}

type Props = { session: Session | undefined; opened: boolean; onClose: () => void }

const SignOutDialog = ({ session, ...dialog }: Props) => (
  <ConfirmCall
    {...dialog}
    operation={endSession}
    input={session && { params: { id: session.id } }}
    refreshes={session?.current ? [] : [listSessions]}
    title={session?.current ? 'Sign out of this session?' : 'Sign out of that session?'}
    confirmLabel="Sign out"
    done={session?.current ? undefined : 'Signed out'}
    // A whole new page, so that nothing of mine stays in memory.
    onDone={() => session?.current && window.location.assign(paths.signIn)}
  >
    <Text>
      {session?.current
        ? 'You are led to the sign-in page.'
        : `${session?.client ?? 'It'} at ${session?.address ?? 'that address'} has to sign in again.`}{' '}
      Your access tokens stay as they are.
    </Text>
  </ConfirmCall>
)
