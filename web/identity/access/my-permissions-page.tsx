import { Button, Stack, Text, Title } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { PERMISSIONS, type Permission } from '../../../contract/core/permissions.ts'
import type { Me } from '../../../contract/identity/sessions.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { type RawSearch, textParam } from '../../core/layout/search-params.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Page } from '../../core/ui/page.tsx'
import { SearchField } from '../../core/ui/search-field.tsx'
import { useMe } from '../sessions/me.ts'
import classes from './my-permissions-page.module.css'
import { byTopic } from './permission-topics.ts'
import { PermissionVerdict } from './permission-verdict.tsx'
import { roleName } from './role-name.ts'

const permissionsSearch = (raw: RawSearch) => ({ query: textParam(raw.query) })

/** `#EDIT_ENTITIES` marks that permission and brings it into view. */
const useMarked = () => {
  const marked = useLocation({ select: ({ hash }) => hash })
  useEffect(() => {
    if (marked) document.getElementById(marked)?.scrollIntoView({ block: 'center' })
  }, [marked])
  return marked
}

const sayRole = (role: Me['roles'][number]) =>
  role.sources.every(source => source === 'OIDC') && role.sources.length > 0
    ? `${roleName(role)} (from your identity provider)`
    : roleName(role)

const sayRoles = ({ roles }: Me) =>
  roles.length > 0
    ? `Your roles: ${roles.map(sayRole).join(', ')}. Your access tokens may do the same, no more and no less.`
    : 'You have no role yet, and so no permission. Your access tokens may do the same as you.'

const columnsFor = (me: Me, marked: string): Column<Permission>[] => [
  {
    key: 'permission',
    header: 'Permission',
    value: id => PERMISSIONS[id].name,
    width: '45%',
    cell: id => (
      <div id={id} className={classes.name} data-marked={id === marked || undefined}>
        <Text fw={500}>{PERMISSIONS[id].name}</Text>
        <Text size="xs" c="dimmed" className="mono">
          {id}
        </Text>
      </div>
    ),
  },
  {
    key: 'verdict',
    header: 'You may',
    value: id => (me.permissions.includes(id) ? 0 : 1),
    cell: id => <PermissionVerdict id={id} me={me} />,
  },
]

export const MyPermissionsPage = () => {
  const me = useMe()
  const [{ query = '' }, setFilters] = useFilters(permissionsSearch)
  const marked = useMarked()
  const topics = byTopic({ text: query })
  const columns = columnsFor(me, marked)
  return (
    <Page title="My permissions" intro={sayRoles(me)} docs="permissions">
      <Text>If something is missing, contact an administrator. They can change your roles in Settings, Members.</Text>
      <SearchField
        label="Search permissions"
        value={query || undefined}
        onSearch={text => setFilters({ query: text }, { replace: true })}
      />
      {topics.length === 0 && (
        <EmptyState
          action={
            <Button variant="default" onClick={() => setFilters({ query: undefined })}>
              Clear filters
            </Button>
          }
        >
          Nothing matches.
        </EmptyState>
      )}
      {topics.map(({ topic, permissions }) => (
        <Stack key={topic} gap="xs">
          <Title order={2}>{topic}</Title>
          <DataTable
            caption={topic}
            columns={columns}
            rows={permissions}
            rowKey={id => id}
            name="permissions"
            noun={['permission', 'permissions']}
          />
        </Stack>
      ))}
    </Page>
  )
}
