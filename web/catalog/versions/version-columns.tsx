import { Group, Text } from '@mantine/core'
import type { DescriptorVersion, VersionHow } from '../../../contract/catalog/versions.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { LineCounts } from './line-counts.tsx'
import { VersionRowLink } from './version-link.tsx'

const HOW_WORDS = {
  PAGE: 'Web app',
  API: 'API',
  IMPORT: 'Import',
  RESTORE: 'Restored',
  UNKNOWN: '',
} as const satisfies Record<VersionHow, string>

type Written = Pick<DescriptorVersion, 'by' | 'credential'>

export const Author = ({ by, credential }: Written) =>
  by === undefined ? (
    <Text span c="dimmed" inherit>
      Unknown
    </Text>
  ) : (
    <>
      <bdi>{by}</bdi>
      {credential !== undefined && credential !== by && (
        <Text span c="dimmed" inherit>
          {' '}
          with <bdi>{credential}</bdi>
        </Text>
      )}
    </>
  )

export const versionColumns = (tag: string): readonly Column<DescriptorVersion>[] => [
  {
    key: 'version',
    header: 'Version',
    nowrap: true,
    cell: ({ version, isCurrent }) => (
      <Group gap="xs" wrap="nowrap" component="span">
        <VersionRowLink tag={tag} version={version} />
        {isCurrent && <StateLabel tone="good">Current</StateLabel>}
      </Group>
    ),
  },
  { key: 'time', header: 'Saved', nowrap: true, cell: ({ timestamp }) => <Instant at={timestamp} exact /> },
  { key: 'by', header: 'By', cell: row => <Author {...row} /> },
  { key: 'how', header: 'Source', nowrap: true, cell: ({ how }) => HOW_WORDS[how] },
  {
    key: 'changes',
    header: 'Lines',
    nowrap: true,
    cell: ({ changes, isDamaged }) =>
      isDamaged ? <StateLabel tone="bad">Damaged</StateLabel> : changes && <LineCounts {...changes} />,
  },
]
