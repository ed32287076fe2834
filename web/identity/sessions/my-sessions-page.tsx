import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { endSession, listSessions, type Session } from '../../../contract/identity/sessions.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { type Column, DataTable } from '../../core/ui/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { notice } from '../../core/ui/notice.ts'
import { Page } from '../../core/ui/page.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'

const METHODS = { PASSWORD: 'Password', OIDC: 'Identity provider', LINK: 'One-time link' } as const

export const MySessionsPage = () => {
  const sessions = useQuery(ask(listSessions, {}))
  const [ended, setEnded] = useState<Session>()
  const columns: Column<Session>[] = [
    {
      key: 'client',
      header: 'Browser',
      cell: ({ client, current }) => (
        <>
          {client || 'Unknown'} {current && <StateLabel tone="good">This session</StateLabel>}
        </>
      ),
    },
    { key: 'address', header: 'Address', cell: ({ address }) => address, mono: true, nowrap: true },
    { key: 'method', header: 'Signed in by', cell: ({ method }) => METHODS[method] },
    { key: 'created', header: 'Signed in', cell: ({ createdDate }) => <Instant at={createdDate} exact /> },
    { key: 'seen', header: 'Last seen', cell: ({ lastSeen }) => <Instant at={lastSeen} /> },
    { key: 'expires', header: 'Ends', cell: ({ expires }) => <Instant at={expires} exact /> },
    {
      key: 'actions',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      nowrap: true,
      cell: session => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Sign out of ${session.current ? 'this session' : `${session.client} at ${session.address}`}`}
          onClick={() => setEnded(session)}
        >
          Sign out
        </Button>
      ),
    },
  ]
  return (
    <Page
      title="My sessions"
      intro="Where you are signed in. Do you not know one? Sign out of it, then change your password."
      docs="sign-in"
    >
      <Loaded query={sessions}>
        {({ sessions }) => (
          <DataTable caption="My sessions" columns={columns} rows={sessions} rowKey={({ id }) => id} />
        )}
      </Loaded>
      <SignOutDialog session={ended} onClose={() => setEnded(undefined)} />
    </Page>
  )
}

const SignOutDialog = ({ session, onClose }: { session: Session | undefined; onClose: () => void }) => {
  const send = useSend(endSession, { refreshes: [listSessions] })
  const close = () => {
    send.reset()
    onClose()
  }
  const signOut = () => {
    if (!session) return
    const done = () => {
      // A whole new page, so that nothing of mine stays in memory.
      if (session.current) return window.location.assign(paths.signIn)
      notice('Signed out')
      close()
    }
    send.mutate({ params: { id: session.id } }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={session !== undefined}
      title={session?.current ? 'Sign out of this session?' : 'Sign out of that session?'}
      confirmLabel="Sign out"
      onConfirm={signOut}
      onClose={close}
      pending={send.isPending}
      error={send.isError && <Problem error={send.error} />}
    >
      <Text>
        {session?.current
          ? 'You are led to the sign-in page.'
          : `${session?.client ?? 'It'} at ${session?.address ?? 'that address'} has to sign in again.`}{' '}
        Your access tokens stay as they are.
      </Text>
    </ConfirmDialog>
  )
}
