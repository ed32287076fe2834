import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { inviteUser, listUsers, type User } from '../../../contract/identity/users.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { type Column, DataTable } from '../../core/ui/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Pager } from '../../core/ui/pager.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { heldNames } from '../roles/role-names.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { type Deed, MemberDialogs } from './member-dialogs.tsx'
import { MemberFilters, NoMembers } from './member-filters.tsx'
import { MemberMenu } from './member-menu.tsx'
import { membersSearch } from './members-search.ts'

const PAGE_SIZE = 50

const STATES = {
  ACTIVE: <StateLabel tone="good">Active</StateLabel>,
  INVITED: <StateLabel tone="warning">Invited</StateLabel>,
  DEACTIVATED: <StateLabel tone="neutral">Deactivated</StateLabel>,
} as const

const columns: readonly Column<User>[] = [
  { key: 'name', header: 'Name', cell: user => user.name },
  { key: 'email', header: 'Email', cell: user => user.email },
  { key: 'roles', header: 'Roles', cell: user => heldNames(user.roles) },
  { key: 'state', header: 'State', cell: user => STATES[user.state], nowrap: true },
  {
    key: 'lastSignIn',
    header: 'Last sign-in',
    cell: user => (user.lastSignIn ? <Instant at={user.lastSignIn} /> : 'Never'),
    nowrap: true,
  },
]

export const MembersPage = () => {
  const me = useMe()
  const [filters, setFilters] = useFilters(membersSearch)
  const { page = 0 } = filters
  const query = useQuery({
    ...ask(listUsers, { query: { ...filters, page, pageSize: PAGE_SIZE, abilities: true } }),
    placeholderData: keepPreviousData,
  })
  const invitation = useDialog<true>()
  const deed = useDialog<Deed>()
  return (
    <Page
      title="Members"
      intro="Who may sign in, and what they may do."
      docs="sign-in"
      width="wide"
      action={
        <ActionButton ability={abilityFor(me, inviteUser)} onClick={() => invitation.open(true)}>
          Invite a person
        </ActionButton>
      }
    >
      <MemberFilters filters={filters} onChange={setFilters} />
      <Loaded query={query}>
        {({ users, total }) => (
          <>
            <DataTable
              caption="Members"
              columns={[
                ...columns,
                {
                  key: 'deeds',
                  header: 'Actions',
                  hiddenHeader: true,
                  align: 'right',
                  cell: user => <MemberMenu user={user} onChoose={kind => deed.open({ kind, user })} />,
                },
              ]}
              rows={users}
              rowKey={user => user.id}
              empty={total === 0 && <NoMembers onClear={() => setFilters({ query: undefined, state: undefined })} />}
            />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              total={total}
              noun="people"
              onPage={next => setFilters({ page: next || undefined })}
            />
            <MemberDialogs deed={deed.thing} isOpen={deed.isOpen} users={users} onClose={deed.close} />
          </>
        )}
      </Loaded>
      <InviteDialog opened={invitation.isOpen} onClose={invitation.close} />
    </Page>
  )
}
