import { inviteUser, listUsers, USER_SORTS, type User } from '../../../contract/identity/users.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { heldNames } from '../roles/role-names.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { type Chosen, MemberDialogs } from './member-dialogs.tsx'
import { MemberFilters } from './member-filters.tsx'
import { MemberMenu } from './member-menu.tsx'
import { membersSearch } from './members-search.ts'

const STATES = {
  ACTIVE: <StateLabel tone="good">Active</StateLabel>,
  INVITED: <StateLabel tone="warning">Invited</StateLabel>,
  DEACTIVATED: <StateLabel tone="neutral">Deactivated</StateLabel>,
} as const

const columns: readonly Column<User>[] = [
  { key: 'name', header: 'Name', cell: user => user.name },
  { key: 'email', header: 'Email', cell: user => user.email, nowrap: true },
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
  const { query, state, sort, order, page = 0 } = filters
  const invitation = useDialog<true>()
  const closeInvitation = () => {
    invitation.close()
    if (filters.invite) setFilters({ invite: undefined }, { replace: true })
  }
  const chosen = useDialog<Chosen>()
  return (
    <ListPage
      title="Members"
      intro="Who may sign in, and what they may do."
      docs="sign-in"
      action={
        <ActionButton ability={abilityFor(me, inviteUser)} onClick={() => invitation.open(true)}>
          Invite a person
        </ActionButton>
      }
      operation={listUsers}
      input={{ query: { query, state, sort, order, page, pageSize: PAGE_SIZE, abilities: true } }}
      rows={({ users }) => users}
      columns={[
        ...columns,
        {
          key: 'actions',
          header: 'Actions',
          hiddenHeader: true,
          align: 'right',
          cell: user => <MemberMenu user={user} onChoose={kind => chosen.open({ kind, user })} />,
        },
      ]}
      rowKey={({ id }) => id}
      sorts={USER_SORTS}
      noun={['person', 'people']}
      empty={<EmptyState>No accounts exist yet.</EmptyState>}
      page={page}
      onPage={page => setFilters({ page })}
      filters={<MemberFilters filters={filters} onChange={setFilters} />}
      isFiltered={query !== undefined || state !== undefined}
      onClear={() => setFilters({ query: undefined, state: undefined })}
      dialogs={users => (
        <MemberDialogs chosen={chosen.thing} isOpen={chosen.isOpen} users={users} onClose={chosen.close} />
      )}
    >
      <InviteDialog opened={invitation.isOpen || filters.invite === true} onClose={closeInvitation} />
    </ListPage>
  )
}
