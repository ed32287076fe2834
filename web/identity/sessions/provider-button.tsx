import { Button, Stack } from '@mantine/core'
import { startOidc } from '../../../contract/identity/sessions.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'

type Props = { name: string; returnTo?: string; invitation?: string; variant?: 'default' | 'filled' }

/** Leads to the identity provider, with the secret of an invitation where one is being accepted. */
export const ProviderButton = ({ name, returnTo, invitation, variant = 'default' }: Props) => {
  const start = useSend(startOidc)
  const leave = () =>
    start.mutate({ body: { returnTo, invitation } }, { onSuccess: ({ url }) => window.location.assign(url) })
  return (
    <Stack gap="sm">
      <Button variant={variant} fullWidth onClick={leave} loading={start.isPending || start.isSuccess}>
        Continue with {name}
      </Button>
      <Problem error={start.error} />
    </Stack>
  )
}
