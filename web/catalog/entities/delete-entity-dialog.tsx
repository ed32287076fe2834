import { useNavigate } from '@tanstack/react-router'
import { deleteEntity, listCatalogFilters, listEntities } from '../../../contract/catalog/catalog.ts'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { useSend } from '../../core/api/queries.ts'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'

type Props = { entity: EntityDetails | undefined; opened: boolean; onClose: () => void }

export const DeleteEntityDialog = ({ entity, opened, onClose }: Props) => {
  const navigate = useNavigate()
  const send = useSend(deleteEntity, { refreshes: [listEntities, listCatalogFilters] })
  const close = () => {
    send.reset()
    onClose()
  }
  const confirm = () => {
    if (!entity) return
    const done = () => {
      notice(`${entity.name} is deleted`)
      void navigate({ to: paths.catalog })
    }
    send.mutate({ params: { tagOrId: entity.tag }, version: entity.version }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${entity?.name}?`}
      confirmLabel="Delete"
      typed={entity?.tag}
      onConfirm={confirm}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      Its descriptor and its custom data go with it. This cannot be undone. Archive it to keep them.
    </ConfirmDialog>
  )
}
