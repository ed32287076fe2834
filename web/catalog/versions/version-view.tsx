import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import type { DescriptorVersion } from '../../../contract/catalog/versions.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { shortText } from '../../core/ui/instant-text.ts'
import { Section } from '../../core/ui/section.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { BlameView } from './blame-view.tsx'
import { DiffView } from './diff-view.tsx'
import { historySearch, type VersionView as View } from './history-search.ts'
import { RestoreDialog } from './restore-dialog.tsx'
import { useVersions } from './use-versions.ts'
import { Author } from './version-columns.tsx'

const VIEWS: { value: View; label: string }[] = [
  { value: 'changes', label: 'Changes' },
  { value: 'lines', label: 'Line by line' },
]

const labelOf = ({ version, timestamp, by }: DescriptorVersion) =>
  [`Version ${version}`, by, shortText(Date.parse(timestamp))].filter(Boolean).join(' · ')

type Props = { entity: EntityDetails; version: number }

/** Selects the version to compare with; by default the previous one. */
const Against = ({ entity: { tag }, version }: Props) => {
  const [{ against }, setFilters] = useFilters(historySearch)
  const versions = useVersions(tag)
  const others = versions.filter(one => one.version !== version)
  const before = versions[versions.findIndex(one => one.version === version) + 1]
  if (others.length === 0) return null
  return (
    <Select
      label="Compared with"
      size="xs"
      w={{ base: '100%', sm: 380 }}
      placeholder={before ? undefined : 'No earlier version is kept'}
      data={others.map(one => ({ value: String(one.version), label: labelOf(one) }))}
      value={String(against ?? before?.version ?? '')}
      onChange={chosen => setFilters({ against: Number(chosen) === before?.version ? undefined : Number(chosen) })}
      allowDeselect={false}
      searchable
    />
  )
}

const Heading = ({ found }: { found: DescriptorVersion | undefined }) =>
  found && (
    <Text c="dimmed">
      Saved <Instant at={found.timestamp} exact /> by <Author {...found} />
    </Text>
  )

/** A version: its changes or the origin of each line, and a button to restore it. */
export const VersionView = ({ entity, version }: Props) => {
  const { tag, abilities } = entity
  const [{ view = 'changes', against }, setFilters] = useFilters(historySearch)
  const found = useVersions(tag).find(one => one.version === version)
  const restoring = useDialog<number>()
  return (
    <Stack gap="sm">
      <TextLink to={paths.entity(tag)} search={{ tab: 'history' }} resetScroll={false} w="fit-content">
        <IconChevronLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} />
        All versions
      </TextLink>
      <Section title={found?.isCurrent ? `Version ${version} (current)` : `Version ${version}`}>
        <Stack gap="sm">
          <Heading found={found} />
          <Group justify="space-between" align="flex-end" gap="sm">
            <Group align="flex-end" gap="sm">
              <SegmentedControl
                aria-label="View"
                size="xs"
                data={VIEWS}
                value={view}
                onChange={value => setFilters({ view: value === 'changes' ? undefined : value })}
              />
              {view === 'changes' && <Against entity={entity} version={version} />}
            </Group>
            {found && !found.isCurrent && (
              <ActionButton ability={abilities?.edit} onClick={() => restoring.open(version)}>
                Restore
              </ActionButton>
            )}
          </Group>
          {view === 'lines' ? (
            <BlameView tag={tag} version={version} />
          ) : (
            <DiffView tag={tag} version={version} against={against} />
          )}
        </Stack>
      </Section>
      <RestoreDialog entity={entity} version={restoring.thing} opened={restoring.isOpen} onClose={restoring.close} />
    </Stack>
  )
}
