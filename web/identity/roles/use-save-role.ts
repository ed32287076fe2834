import type { BodyOf } from '../../../contract/core/operation.ts'
import { createRole, listRoles, type Role, updateRole } from '../../../contract/identity/roles.ts'
import { getMe } from '../../../contract/identity/sessions.ts'
import { listUsers } from '../../../contract/identity/users.ts'
import { useSend } from '../../core/api/queries.ts'

export type RoleDraft = BodyOf<typeof createRole>

const refreshes = [listRoles, listUsers, getMe] as const

/** Sends a role: a new one, or the change of one under the version that the form began with. */
export const useSaveRole = (role: Role | undefined) => {
  const create = useSend(createRole, { refreshes })
  const update = useSend(updateRole, { refreshes })
  const save = ({ tag, ...draft }: RoleDraft, onSuccess: () => void) =>
    role
      ? update.mutate({ params: { tag: role.tag }, body: draft, version: role.version }, { onSuccess })
      : create.mutate({ body: { tag, ...draft } }, { onSuccess })
  const { error, isPending } = role ? update : create
  return { save, error, isPending }
}
