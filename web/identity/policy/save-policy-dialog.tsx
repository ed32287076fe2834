import { useQuery } from '@tanstack/react-query'
import type { BodyOf } from '../../../contract/core/operation.ts'
import {
  getMyTokenPolicy,
  getTokenPolicy,
  previewTokenPolicy,
  saveTokenPolicy,
  type TokenPolicy,
} from '../../../contract/identity/policy.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'
import { PolicyPreviewText } from './policy-preview.tsx'

type Props = { before: TokenPolicy; edit: BodyOf<typeof saveTokenPolicy>; opened: boolean; onClose: () => void }

/** Shows whom the policy would touch before it is saved. */
export const SavePolicyDialog = ({ before, edit, opened, onClose }: Props) => {
  const preview = useQuery({ ...ask(previewTokenPolicy, { body: edit }), enabled: opened })
  const send = useSend(saveTokenPolicy, { refreshes: [getTokenPolicy, getMyTokenPolicy] })
  const close = () => {
    send.reset()
    onClose()
  }
  const save = () => {
    const done = () => {
      notice('Policy saved')
      close()
    }
    send.mutate({ body: edit, version: before.version }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title="Save this policy?"
      confirmLabel="Save"
      danger={false}
      onConfirm={save}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      <Loaded query={preview} lines={3}>
        {found => <PolicyPreviewText preview={found} isSaving />}
      </Loaded>
    </ConfirmDialog>
  )
}
