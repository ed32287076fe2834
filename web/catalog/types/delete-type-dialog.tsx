import { useNavigate } from '@tanstack/react-router'
import { deleteEntityType, type EntityTypeDetails, listEntityTypes } from '../../../contract/catalog/types.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { paths } from '../../core/layout/paths.ts'

type Props = { type: EntityTypeDetails | undefined; opened: boolean; onClose: () => void }

export const DeleteTypeDialog = ({ type, ...dialog }: Props) => {
  const navigate = useNavigate()
  return (
    <ConfirmCall
      {...dialog}
      operation={deleteEntityType}
      input={type && { params: { type: type.type }, version: type.version }}
      refreshes={[listEntityTypes]}
      title={`Delete ${type?.name ?? type?.type}?`}
      confirmLabel="Delete"
      done={`${type?.name ?? type?.type} is deleted`}
      onDone={() => void navigate({ to: paths.entityTypes })}
      failed="It is not deleted"
    >
      Its schema goes with it. Entities can have this type again, and are then not checked. This cannot be undone.
    </ConfirmCall>
  )
}
