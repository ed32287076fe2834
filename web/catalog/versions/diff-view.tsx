import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getVersion, getVersionDiff, type VersionDiff } from '../../../contract/catalog/versions.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { DiffLines } from './diff-lines.tsx'
import { rowsOf } from './diff-rows.ts'
import { LineCounts } from './line-counts.tsx'

type Props = {
  tag: string
  version: number
  /** Compares with this version; undefined compares with the previous one. */
  against: number | undefined
}

const titleOf = ({ version, against }: VersionDiff) =>
  against === undefined ? `All lines of version ${version}` : `From version ${against} to version ${version}`

const Compared = ({ tag, diff }: { tag: string; diff: VersionDiff }) => {
  const text = useQuery({
    ...ask(getVersion, { params: { tagOrId: tag, version: String(diff.version) } }),
    enabled: false,
  })
  const whole = {
    text: typeof text.data === 'string' ? text.data : undefined,
    load: () => void (text.data === undefined && text.refetch()),
  }
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text fw={500}>{titleOf(diff)}</Text>
        <LineCounts {...diff.changes} />
      </Group>
      {diff.hunks.length === 0 ? (
        <Text c="dimmed">The texts are the same.</Text>
      ) : (
        <DiffLines label={titleOf(diff)} rows={rowsOf(diff)} whole={whole} />
      )}
    </Stack>
  )
}

/** The differences between two versions. */
export const DiffView = ({ tag, version, against }: Props) => {
  const query = useQuery(
    ask(getVersionDiff, { params: { tagOrId: tag, version: String(version) }, query: { against } }),
  )
  return (
    <Loaded query={query} lines={10}>
      {diff => <Compared key={`${diff.version} ${diff.against}`} tag={tag} diff={diff} />}
    </Loaded>
  )
}
