import { Checkbox, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import {
  type CatalogView,
  createCatalogView,
  listCatalogViews,
  updateCatalogView,
  type ViewShows,
} from '../../../contract/catalog/views.ts'
import type { Ability } from '../../../contract/core/schemas.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { nameRule } from '../../core/ui/name-fields.tsx'
import { notice } from '../../core/ui/notice.ts'

type Props = {
  /** The view to rename; undefined saves a new one. */
  view: CatalogView | undefined
  shows: ViewShows
  share: Ability
  onClose: () => void
  onSaved: (view: CatalogView) => void
}

const refreshes = [listCatalogViews] as const

export const ViewDialog = ({ opened, ...props }: Props & { opened: boolean }) => (
  <FormModal opened={opened} onClose={props.onClose} title={props.view ? `Rename ${props.view.name}` : 'Save view'}>
    <ViewForm {...props} />
  </FormModal>
)

const useSave = ({ view, shows, onClose, onSaved }: Props) => {
  const create = useSend(createCatalogView, { refreshes })
  const update = useSend(updateCatalogView, { refreshes })
  const onSuccess = (saved: CatalogView) => {
    notice(view ? `View renamed to ${saved.name}` : `View ${saved.name} saved`)
    onClose()
    onSaved(saved)
  }
  const save = ({ name, isShared }: { name: string; isShared: boolean }) =>
    view
      ? update.mutate({ params: { id: view.id }, body: { name }, version: view.version }, { onSuccess })
      : create.mutate({ body: { name, shows, isShared } }, { onSuccess })
  return { save, send: view ? update : create }
}

const ViewForm = (props: Props) => {
  const { view, share, onClose } = props
  const { save, send } = useSave(props)
  const form = useForm({
    initialValues: { name: view?.name ?? '', isShared: false },
    validate: { name: nameRule },
    transformValues: ({ name, isShared }) => ({ name: name.trim(), isShared }),
  })
  return (
    <Form form={form} send={send} onSubmit={save} submit={view ? 'Rename' : 'Save view'} onCancel={onClose}>
      <TextInput
        label="Name"
        placeholder="Services without an owner"
        maxLength={120}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      {!view && (
        <Checkbox
          label="Share with everyone"
          description={share.allowed ? 'Everyone who can see the catalog can use this view.' : share.reason}
          disabled={!share.allowed}
          {...form.getInputProps('isShared', { type: 'checkbox' })}
        />
      )}
    </Form>
  )
}
