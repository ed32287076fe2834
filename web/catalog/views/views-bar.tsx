/** Above the catalog: the open view, and its actions. */
import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  type CatalogView,
  listCatalogViews,
  setDefaultCatalogView,
  unsetDefaultCatalogView,
  updateCatalogView,
  type ViewShows,
} from '../../../contract/catalog/views.ts'
import { useSend } from '../../core/api/queries.ts'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import type { RawSearch } from '../../core/layout/search-params.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { ChoiceChip } from '../../core/ui/choice-chip.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'
import { RowMenu } from '../../core/ui/row-menu.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { savedViews } from './saved-views.ts'
import { searchOfAll, searchOfView, showsSame } from './search-of-view.ts'

const ViewDialog = lazyDialog(async () => (await import('./view-dialog.tsx')).ViewDialog)
const DeleteViewDialog = lazyDialog(async () => (await import('./delete-view-dialog.tsx')).DeleteViewDialog)

const refreshes = [listCatalogViews] as const
const ALL = 'all'

type Props = {
  /** The view in the address; undefined and `all` are none. */
  id: string | undefined
  /** The current filters, columns and grouping. */
  shows: ViewShows
}

const useOpen = () => {
  const navigate = useNavigate()
  return (search: RawSearch) => void navigate({ to: paths.catalog, search })
}

export const ViewsBar = ({ id, shows }: Props) => {
  const { data } = useQuery(savedViews)
  const open = useOpen()
  const dialog = useDialog<CatalogView | undefined>()
  const views = data?.views ?? []
  const view = views.find(one => one.id === id)
  const isEmpty = Object.keys(shows).length === 0
  const isChanged = view ? !showsSame(view.shows, shows) : !isEmpty
  const choose = (chosen: string | undefined) => {
    const found = views.find(one => one.id === chosen)
    open(found ? searchOfView(found) : searchOfAll(views))
  }
  if (!data) return null
  return (
    <Group gap="xs">
      <ChoiceChip
        label="View"
        single
        any={undefined}
        options={[{ value: ALL, label: 'All entities' }, ...views.map(one => ({ value: one.id, label: labelOf(one) }))]}
        chosen={[view?.id ?? ALL]}
        onChoose={([chosen]) => choose(chosen)}
      />
      {view && isChanged && <SaveChanges view={view} shows={shows} onReset={() => open(searchOfView(view))} />}
      {isChanged && (
        <ActionButton variant="default" size="compact-sm" onClick={() => dialog.open(undefined)}>
          {view ? 'Save as…' : 'Save view…'}
        </ActionButton>
      )}
      {view && (
        <ViewMenu
          view={view}
          onRename={() => dialog.open(view)}
          onGone={() => open(searchOfAll(views.filter(one => one !== view)))}
        />
      )}
      <ViewDialog
        key={dialog.thing?.id ?? 'new'}
        view={dialog.thing}
        shows={shows}
        share={data.abilities.share}
        opened={dialog.isOpen}
        onClose={dialog.close}
        onSaved={saved => dialog.thing === undefined && open(searchOfView(saved))}
      />
    </Group>
  )
}

const labelOf = ({ name, isShared, isDefault }: CatalogView) =>
  [name, ...(isShared ? ['shared'] : []), ...(isDefault ? ['default'] : [])].join(' · ')

const SaveChanges = ({ view, shows, onReset }: { view: CatalogView; shows: ViewShows; onReset: () => void }) => {
  const save = useSend(updateCatalogView, { refreshes })
  const input = { params: { id: view.id }, body: { shows }, version: view.version }
  return (
    <>
      <Text c="dimmed" size="xs" role="status">
        Changed
      </Text>
      <ActionButton
        variant="default"
        size="compact-sm"
        ability={view.abilities.edit}
        loading={save.isPending}
        onClick={() => save.mutate(input, { onSuccess: () => notice(`View ${view.name} saved`) })}
      >
        Save changes
      </ActionButton>
      <ActionButton variant="subtle" size="compact-sm" onClick={onReset}>
        Reset
      </ActionButton>
      <Problem error={save.error} />
    </>
  )
}

type MenuProps = { view: CatalogView; onRename: () => void; onGone: () => void }

const ViewMenu = ({ view, onRename, onGone }: MenuProps) => {
  const { name, isShared, isDefault, version, abilities } = view
  const update = useSend(updateCatalogView, { refreshes })
  const set = useSend(setDefaultCatalogView, { refreshes })
  const unset = useSend(unsetDefaultCatalogView, { refreshes })
  const deletion = useDialog<CatalogView>()
  const params = { id: view.id }
  const share = () =>
    update.mutate(
      { params, body: { isShared: !isShared }, version },
      { onSuccess: () => notice(isShared ? `View ${name} is no longer shared` : `View ${name} is shared`) },
    )
  const open = () =>
    isDefault
      ? unset.mutate({ params }, { onSuccess: () => notice('The catalog opens with all entities') })
      : set.mutate({ params }, { onSuccess: () => notice(`The catalog opens with ${name}`) })
  return (
    <>
      <RowMenu
        of={`view ${name}`}
        actions={[
          { label: isDefault ? 'Remove as default' : 'Set as default', onChoose: open },
          { label: 'Rename', ability: abilities.edit, onChoose: onRename },
          { label: isShared ? 'Stop sharing' : 'Share with everyone', ability: abilities.share, onChoose: share },
          {
            label: 'Delete view',
            ability: abilities.remove,
            isDestructive: true,
            onChoose: () => deletion.open(view),
          },
        ]}
      />
      <Problem error={update.error ?? set.error ?? unset.error} />
      <DeleteViewDialog view={deletion.thing} opened={deletion.isOpen} onClose={deletion.close} onDeleted={onGone} />
    </>
  )
}
