import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { applyTokenPolicy, previewTokenPolicy, type TokenPolicy } from '../../../contract/identity/policy.ts'
import { listAllTokens } from '../../../contract/identity/tokens.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'
import { PolicyPreviewText } from './policy-preview.tsx'

type Props = { policy: TokenPolicy; opened: boolean; onClose: () => void }

/** Tokens that exist change only here, on purpose: the number must be typed. */
export const ApplyDialog = ({ policy, opened, onClose }: Props) => {
  const preview = useQuery({ ...ask(previewTokenPolicy, { body: {} }), enabled: opened, staleTime: 0 })
  const send = useSend(applyTokenPolicy, { refreshes: [previewTokenPolicy, listAllTokens] })
  const touched = preview.data?.touched ?? 0
  const close = () => {
    send.reset()
    onClose()
  }
  const apply = () => {
    const done = ({ ended, changed }: { ended: number; changed: number }) => {
      notice(`${ended} tokens ended, ${changed} changed`)
      close()
    }
    if (touched === 0) close()
    else send.mutate({ body: { expectedCount: touched }, version: policy.version }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title="Apply the policy to tokens that exist?"
      confirmLabel={touched === 0 ? 'Close' : 'Apply'}
      typed={touched === 0 ? undefined : String(touched)}
      danger={touched > 0}
      onConfirm={apply}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      <Loaded query={preview} lines={3}>
        {found => (
          <Stack gap="sm">
            <PolicyPreviewText preview={found} />
            {found.touched > 0 && <Text>Their owners are not asked. Ended tokens cannot be brought back.</Text>}
          </Stack>
        )}
      </Loaded>
    </ConfirmDialog>
  )
}
