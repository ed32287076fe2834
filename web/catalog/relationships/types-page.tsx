import {
  createRelationshipType,
  listRelationshipTypes,
  RELATIONSHIP_TYPE_SORTS,
  type RelationshipType,
} from '../../../contract/catalog/relationship-types.ts'
import { AskLink } from '../../core/layout/help.tsx'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { columnsWith } from './type-columns.tsx'
import { typesSearch } from './types-search.ts'

const TypeDialog = lazyDialog(async () => (await import('./type-dialog.tsx')).TypeDialog)
const DeleteTypeDialog = lazyDialog(async () => (await import('./delete-type-dialog.tsx')).DeleteTypeDialog)

export const RelationshipTypesPage = () => {
  const ability = abilityFor(useMe(), createRelationshipType)
  const [{ sort, order, page = 0 }, setFilters] = useFilters(typesSearch)
  const edited = useDialog<RelationshipType | undefined>()
  const deleted = useDialog<RelationshipType>()
  const create = (
    <ActionButton ability={ability} onClick={() => edited.open(undefined)}>
      Create relationship type
    </ActionButton>
  )
  return (
    <ListPage
      title="Relationship types"
      intro="How entities can be related to each other, in your own words."
      docs="catalog"
      action={create}
      operation={listRelationshipTypes}
      input={{ query: { sort, order, page, pageSize: PAGE_SIZE, includeCounts: true, abilities: true } }}
      rows={({ relationshipTypes }) => relationshipTypes}
      columns={columnsWith({ onEdit: edited.open, onDelete: deleted.open })}
      rowKey={({ tag }) => tag}
      sorts={RELATIONSHIP_TYPE_SORTS}
      noun={['relationship type', 'relationship types']}
      empty={
        <EmptyState action={ability.allowed && create} ask={<AskLink question="What is a relationship type?" />}>
          No relationship types yet. A type says which entities can be related, and what each end is called.
        </EmptyState>
      }
      page={page}
      onPage={page => setFilters({ page })}
    >
      <TypeDialog type={edited.thing} opened={edited.isOpen} onClose={edited.close} />
      <DeleteTypeDialog type={deleted.thing} opened={deleted.isOpen} onClose={deleted.close} />
    </ListPage>
  )
}
