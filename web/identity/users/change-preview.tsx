import { Alert, List, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { BodyOf } from '../../../contract/core/operation.ts'
import { PERMISSIONS } from '../../../contract/core/permissions.ts'
import { previewUserChange, type TouchedCredential } from '../../../contract/identity/users.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'

type Props = { id: string; edit: BodyOf<typeof previewUserChange> }

/** What a change of a person would stop, before it is made. */
export const ChangePreview = ({ id, edit }: Props) => {
  const preview = useQuery({
    ...ask(previewUserChange, { params: { id }, body: edit }),
    placeholderData: keepPreviousData,
  })
  return (
    <Loaded query={preview} lines={3}>
      {({ credentials }) => <Touched credentials={credentials} isEnd={edit.active === false} />}
    </Loaded>
  )
}

const callsOf = (credentials: readonly TouchedCredential[]) =>
  credentials.flatMap(({ refused }) => refused).reduce((sum, { calls }) => sum + calls, 0)

const titleOf = (credentials: readonly TouchedCredential[]) => {
  const calls = callsOf(credentials)
  if (calls === 0) return 'None of the calls of the last 30 days would have been refused'
  return `${calls.toLocaleString()} ${calls === 1 ? 'call' : 'calls'} of the last 30 days would have been refused`
}

const Touched = ({ credentials, isEnd }: { credentials: readonly TouchedCredential[]; isEnd: boolean }) => {
  const shown = isEnd ? credentials : credentials.filter(({ refused }) => refused.length > 0)
  if (credentials.length === 0) return <Text c="dimmed">This person has no active tokens or API keys.</Text>
  return (
    <Alert variant="light" color={callsOf(credentials) > 0 ? 'danger' : 'gray'} title={titleOf(credentials)}>
      <Stack gap="xs" mah={260} style={{ overflowY: 'auto' }}>
        {shown.map(credential => (
          <Credential key={credential.cid} credential={credential} />
        ))}
      </Stack>
    </Alert>
  )
}

const KINDS = { PERSONAL_TOKEN: 'token', API_KEY: 'API key' } as const

const Credential = ({
  credential: { cid, kind, name, last4, callers, refused },
}: {
  credential: TouchedCredential
}) => (
  <div>
    <Text size="sm">
      {kind === 'PERSONAL_TOKEN' ? <TextLink to={paths.token(cid)}>{name}</TextLink> : name} ({KINDS[kind]}, ends in{' '}
      <span className="mono">{last4}</span>){callers.length === 0 && ': not used in the last 30 days'}
    </Text>
    <List size="xs">
      {callers.map(({ at, address, client, calls }) => (
        <List.Item key={`${address} ${client}`}>
          from <span className="mono">{address}</span>, {client}: {calls} {calls === 1 ? 'call' : 'calls'}, the last{' '}
          <Instant at={at} />
        </List.Item>
      ))}
      {refused.map(({ method, route, permission, calls }) => (
        <List.Item key={`${method} ${route}`}>
          refused: <span className="mono">{`${method} ${route}`}</span>, {calls} {calls === 1 ? 'call' : 'calls'}
          {permission && `, needs ${PERMISSIONS[permission].name}`}
        </List.Item>
      ))}
    </List>
  </div>
)
