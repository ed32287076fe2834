import { type CatalogView, deleteCatalogView, listCatalogViews } from '../../../contract/catalog/views.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'

type Props = { view: CatalogView | undefined; opened: boolean; onClose: () => void; onDeleted: () => void }

const refreshes = [listCatalogViews] as const

export const DeleteViewDialog = ({ view, opened, onClose, onDeleted }: Props) => (
  <ConfirmCall
    operation={deleteCatalogView}
    input={view && { params: { id: view.id }, version: view.version }}
    refreshes={refreshes}
    opened={opened}
    title={`Delete view ${view?.name ?? ''}?`}
    confirmLabel="Delete view"
    done="View deleted"
    onDone={onDeleted}
    onClose={onClose}
  >
    {view?.isShared
      ? 'The view is deleted for everyone. The entities stay.'
      : 'The view is deleted. The entities stay.'}
  </ConfirmCall>
)
