import { Group, Stack } from '@mantine/core'
import { archiveEntity, unarchiveEntity } from '../../../contract/catalog/catalog.ts'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { useSend } from '../../core/api/queries.ts'
import { ButtonLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { notice } from '../../core/ui/notice.ts'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { CATALOG_READS } from '../teams/catalog-reads.ts'
import { DeleteEntityDialog } from './delete-entity-dialog.tsx'

export const EntityActions = ({ entity }: { entity: EntityDetails }) => {
  const { tag, name, version, isArchived, abilities } = entity
  const deletion = useDialog<EntityDetails>()
  const archive = useSend(archiveEntity, { refreshes: CATALOG_READS })
  const unarchive = useSend(unarchiveEntity, { refreshes: CATALOG_READS })
  const input = { params: { tagOrId: tag }, version }
  const error = archive.error ?? unarchive.error
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs">
        {isArchived ? (
          <ActionButton
            variant="default"
            ability={abilities?.unarchive}
            loading={unarchive.isPending}
            onClick={() => unarchive.mutate(input, { onSuccess: () => notice(`${name} is back in the catalog`) })}
          >
            Unarchive
          </ActionButton>
        ) : (
          <ActionButton
            variant="default"
            ability={abilities?.archive}
            loading={archive.isPending}
            onClick={() => archive.mutate(input, { onSuccess: () => notice(`${name} is archived`) })}
          >
            Archive
          </ActionButton>
        )}
        <ActionButton
          variant="outline"
          color="danger"
          ability={abilities?.remove}
          onClick={() => deletion.open(entity)}
        >
          Delete
        </ActionButton>
        <ButtonLink to={paths.entityDescriptor(tag)}>
          {abilities?.edit.allowed === false ? 'View descriptor' : 'Edit descriptor'}
        </ButtonLink>
      </Group>
      <Problem error={error} />
      <DeleteEntityDialog entity={deletion.thing} opened={deletion.isOpen} onClose={deletion.close} />
    </Stack>
  )
}
