import { Group, SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PERMISSIONS } from '../../../contract/core/permissions.ts'
import { type TokenPermission, tokenPermissions } from '../../../contract/identity/narrowing.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { ask } from '../../core/api/queries.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Section } from '../../core/ui/section.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'

const SHOWN = [
  { value: 'allowed', label: 'Allowed' },
  { value: 'denied', label: 'Not allowed' },
]

/** @param works whether the token does: one that ended may nothing, and could what is listed */
const columnsOf = (works: boolean): readonly Column<TokenPermission>[] => [
  {
    key: 'permission',
    header: 'Permission',
    width: '35%',
    value: ({ permission }) => PERMISSIONS[permission].name,
    cell: ({ permission }) => <span title={permission}>{PERMISSIONS[permission].name}</span>,
  },
  {
    key: 'allowed',
    header: works ? 'It may' : 'It could',
    cell: ({ allowed }) => (
      <StateLabel tone={allowed && works ? 'good' : 'neutral'}>{allowed ? 'Yes' : 'No'}</StateLabel>
    ),
  },
  { key: 'reason', header: 'Why', value: ({ reason }) => reason, cell: ({ reason }) => reason },
]

/** What a token may do as of now, permission by permission, each with why or why not. */
export const TokenPermissions = ({ token }: { token: PersonalToken }) => {
  const query = useQuery(ask(tokenPermissions, { params: { cid: token.cid } }))
  const [shown, setShown] = useState('allowed')
  return (
    <Section title="What can this token do?">
      <Loaded query={query}>
        {({ works, readOnly, permissions }) => {
          const rows = permissions.filter(({ allowed }) => allowed === (shown === 'allowed'))
          return (
            <>
              <Text mb="xs">{summaryOf({ works, readOnly }, permissions)}</Text>
              <Group gap="xs" mb="xs">
                <SegmentedControl
                  aria-label="Which permissions"
                  size="xs"
                  data={SHOWN}
                  value={shown}
                  onChange={setShown}
                />
              </Group>
              <DataTable
                caption={works ? 'What this token can do' : 'What this token could do'}
                columns={columnsOf(works)}
                rows={rows}
                rowKey={({ permission }) => permission}
                name="permissions"
                noun={['permission', 'permissions']}
                empty={<EmptyState>No permissions.</EmptyState>}
              />
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}

const summaryOf = (
  { works, readOnly }: { works: boolean; readOnly: boolean },
  permissions: readonly TokenPermission[],
) => {
  const count = permissions.filter(({ allowed }) => allowed).length
  if (!works) return 'Nothing: it does not work. If it did, it could do the following.'
  return `It has ${count} of ${permissions.length} permissions${readOnly ? ', and can only read with them' : ''}. Changes to the owner’s roles apply immediately.`
}
