import type { DescriptorVersion, VersionDiff } from '../../../contract/catalog/versions.ts'
import { iso } from '../../core/problems/instant.ts'
import { conflict } from '../../core/problems/problems.ts'
import type { Counted } from './compare.ts'
import type { VersionRow } from './tables.ts'

const given = <Key extends string, Value>(key: Key, value: Value | null | undefined) =>
  value === null || value === undefined ? {} : { [key]: value }

/** Names of tokens and keys are for those who may read the audit log. */
export type Sees = { readonly seesCredentials: boolean }

export const writtenOf = (
  { version, at, ...row }: VersionRow,
  { seesCredentials }: Sees,
): Pick<DescriptorVersion, 'version' | 'timestamp' | 'by' | 'credential'> => ({
  version: Number(version),
  timestamp: iso(Number(at)),
  ...given('by', row.actor_email ?? row.actor_name ?? row.actor_identifier),
  ...given('credential', seesCredentials ? row.actor_name : null),
})

export const presentVersion = (
  row: VersionRow,
  { isCurrent, counted, ...sees }: Sees & { isCurrent: boolean; counted?: Counted | undefined },
): DescriptorVersion => ({
  ...writtenOf(row, sees),
  how: row.how,
  isCurrent,
  size: Number(row.size),
  ...given('changes', counted?.changes),
  ...(counted?.isDamaged && { isDamaged: true }),
})

const LIST = new Intl.ListFormat('en')

/** 409: the text is lost, and no other request would help. */
export const damaged = (versions: readonly number[]) =>
  conflict(
    `Version ${LIST.format(versions.map(String))} can't be read, because the stored text is damaged. Other versions aren't affected. Choose another version, or restore the database from a backup.`,
    'version',
  )

export const presentDiff = (
  { version, against }: { version: VersionRow; against: VersionRow | undefined },
  { changes, lines, hunks }: Pick<VersionDiff, 'changes' | 'lines' | 'hunks'>,
): VersionDiff => ({
  version: Number(version.version),
  ...(against && { against: Number(against.version) }),
  changes,
  lines,
  hunks,
})
