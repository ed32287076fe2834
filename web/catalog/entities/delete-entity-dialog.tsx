import { useNavigate } from '@tanstack/react-router'
import { deleteEntity, listCatalogFilters, listEntities } from '../../../contract/catalog/catalog.ts'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { paths } from '../../core/layout/paths.ts'

type Props = { entity: EntityDetails | undefined; opened: boolean; onClose: () => void }

export const DeleteEntityDialog = ({ entity, ...dialog }: Props) => {
  const navigate = useNavigate()
  return (
    <ConfirmCall
      {...dialog}
      operation={deleteEntity}
      input={entity && { params: { tagOrId: entity.tag }, version: entity.version }}
      refreshes={[listEntities, listCatalogFilters]}
      title={`Delete ${entity?.name}?`}
      confirmLabel="Delete"
      typed={entity?.tag}
      done={`${entity?.name} is deleted`}
      onDone={() => void navigate({ to: paths.catalog })}
    >
      Its descriptor and its custom data go with it. This cannot be undone. Archive it to keep them.
    </ConfirmCall>
  )
}
