import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { applyTokenPolicy, previewTokenPolicy, type TokenPolicy } from '../../../contract/identity/policy.ts'
import { listAllTokens } from '../../../contract/identity/token-lists.ts'
import { ask } from '../../core/api/queries.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { PolicyPreviewText } from './policy-preview.tsx'

type Props = { policy: TokenPolicy; opened: boolean; onClose: () => void }

/** Tokens that exist change only here, on purpose: the number must be typed. */
export const ApplyDialog = ({ policy, ...dialog }: Props) => {
  const preview = useQuery({ ...ask(previewTokenPolicy, { body: {} }), enabled: dialog.opened, staleTime: 0 })
  const touched = preview.data?.touched ?? 0
  return (
    <ConfirmCall
      {...dialog}
      operation={applyTokenPolicy}
      input={touched === 0 ? undefined : { body: { expectedCount: touched }, version: policy.version }}
      refreshes={[previewTokenPolicy, listAllTokens]}
      title="Apply the policy to tokens that exist?"
      confirmLabel={touched === 0 ? 'Close' : 'Apply'}
      typed={touched === 0 ? undefined : String(touched)}
      danger={touched > 0}
      done={({ ended, changed }) => `${ended} tokens ended, ${changed} changed`}
    >
      <Loaded query={preview} lines={3}>
        {found => (
          <Stack gap="sm">
            <PolicyPreviewText preview={found} />
            {found.touched > 0 && <Text>Their owners are not asked. Ended tokens cannot be brought back.</Text>}
          </Stack>
        )}
      </Loaded>
    </ConfirmCall>
  )
}
