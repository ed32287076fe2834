import { useQuery } from '@tanstack/react-query'
import type { BodyOf } from '../../../contract/core/operation.ts'
import {
  getMyTokenPolicy,
  getTokenPolicy,
  previewTokenPolicy,
  saveTokenPolicy,
  type TokenPolicy,
} from '../../../contract/identity/policy.ts'
import { ask } from '../../core/api/queries.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { PolicyPreviewText } from './policy-preview.tsx'

type Props = { before: TokenPolicy; edit: BodyOf<typeof saveTokenPolicy>; opened: boolean; onClose: () => void }

/** Shows whom the policy would touch before it is saved. */
export const SavePolicyDialog = ({ before, edit, ...dialog }: Props) => {
  const preview = useQuery({ ...ask(previewTokenPolicy, { body: edit }), enabled: dialog.opened })
  return (
    <ConfirmCall
      {...dialog}
      operation={saveTokenPolicy}
      input={{ body: edit, version: before.version }}
      refreshes={[getTokenPolicy, getMyTokenPolicy]}
      title="Save this policy?"
      confirmLabel="Save"
      danger={false}
      done="Policy saved"
    >
      <Loaded query={preview} lines={3}>
        {found => <PolicyPreviewText preview={found} isSaving />}
      </Loaded>
    </ConfirmCall>
  )
}
