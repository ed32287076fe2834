import {
  deleteRelationshipType,
  listRelationshipTypes,
  type RelationshipType,
} from '../../../contract/catalog/relationship-types.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'

type Props = { type: RelationshipType | undefined; opened: boolean; onClose: () => void }

export const DeleteTypeDialog = ({ type, ...dialog }: Props) => (
  <ConfirmCall
    {...dialog}
    operation={deleteRelationshipType}
    input={type && { params: { relationshipTypeTag: type.tag }, version: type.version }}
    refreshes={[listRelationshipTypes]}
    title={`Delete ${type?.name}?`}
    confirmLabel="Delete"
    failed="Not deleted"
    done={`Relationship type ${type?.name} deleted`}
  >
    A type can be deleted once it has no relationships. This cannot be undone.
  </ConfirmCall>
)
