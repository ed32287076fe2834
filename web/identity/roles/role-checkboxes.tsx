import { Checkbox, ScrollArea, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { DEFAULT_ROLE_NAMES, DEFAULT_ROLES } from '../../../contract/core/permissions.ts'
import { listRoles, type Role } from '../../../contract/identity/roles.ts'
import { ApiError } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { Loading } from '../../core/ui/loading.tsx'
import { roleKey } from './role-names.ts'

type Props = {
  label: string
  /** Keys as `roleKey` makes them. */
  value: string[]
  onChange: (value: string[]) => void
  error?: ReactNode
}

type Choice = Pick<Role, 'type' | 'tag' | 'name' | 'description'> & { reason?: string }

const DEFAULT_CHOICES: Choice[] = DEFAULT_ROLES.map(tag => ({
  type: 'BASIC',
  tag,
  name: DEFAULT_ROLE_NAMES[tag],
  description: null,
}))

const choiceOf = ({ abilities: { grant }, ...role }: Role): Choice =>
  grant.allowed ? role : { ...role, reason: grant.reason ?? 'You may not give this role.' }

/** The roles to choose among; one that the reader may not give can be taken away, but not chosen. */
export const RoleCheckboxes = ({ label, value, onChange, error }: Props) => {
  const query = useQuery(ask(listRoles, {}))
  const isHidden = query.error instanceof ApiError && query.error.status === 403
  if (query.isPending) return <Loading lines={4} />
  if (query.isError && !isHidden) return <Problem error={query.error} retry={() => void query.refetch()} />
  const choices = query.data?.roles.map(choiceOf) ?? DEFAULT_CHOICES
  return (
    <Checkbox.Group
      label={label}
      value={value}
      onChange={onChange}
      error={error}
      description={isHidden ? 'Custom roles are not listed: that needs View roles.' : undefined}
    >
      <ScrollArea.Autosize mah={280} mt="xs" type="auto">
        <Stack gap="xs">
          {choices.map(choice => (
            <Checkbox
              key={roleKey(choice)}
              value={roleKey(choice)}
              label={choice.name}
              description={<Described choice={choice} />}
              disabled={choice.reason !== undefined && !value.includes(roleKey(choice))}
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Checkbox.Group>
  )
}

const Described = ({ choice: { description, reason } }: { choice: Choice }) => (
  <>
    {description}
    {reason && (
      <Text span display="block" inherit>
        {reason}
      </Text>
    )}
  </>
)
