import { Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { restoreVersion } from '../../../contract/catalog/versions.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { paths } from '../../core/layout/paths.ts'
import { CATALOG_READS } from '../teams/catalog-reads.ts'
import { DiffView } from './diff-view.tsx'
import { useVersions } from './use-versions.ts'

type Props = { entity: EntityDetails; version: number | undefined; opened: boolean; onClose: () => void }

/** Shows what restoring a version changes, and does it. */
export const RestoreDialog = ({ entity, version, opened, onClose }: Props) => {
  const { tag } = entity
  const navigate = useNavigate()
  const current = useVersions(tag).find(({ isCurrent }) => isCurrent)?.version
  return (
    <ConfirmCall
      operation={restoreVersion}
      input={
        version === undefined
          ? undefined
          : { params: { tagOrId: tag, version: String(version) }, version: entity.version }
      }
      refreshes={CATALOG_READS}
      done={`Version ${version} of ${tag} restored`}
      onDone={() => void navigate({ to: paths.entity(tag), search: { tab: 'history' } })}
      failed="This version can't be restored"
      opened={opened}
      onClose={onClose}
      title={`Restore version ${version}?`}
      confirmLabel="Restore"
      danger={false}
      size="xl"
    >
      <Stack gap="sm">
        <Text>
          The text of version {version} is saved as a new version. The current text stays in the history. This is what
          changes:
        </Text>
        <div style={{ maxHeight: '45vh', overflowY: 'auto' }}>
          {version !== undefined && current !== undefined && <DiffView tag={tag} version={version} against={current} />}
        </div>
      </Stack>
    </ConfirmCall>
  )
}
