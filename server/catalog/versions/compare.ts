/** Reads and compares versions, on a thread that can be stopped. Tasks take plain data, and bytes as copies. */
import type { Hunk } from '../../../contract/catalog/versions.ts'
import { countsOf, hunksOf, linesOf, partsBetween } from './lines.ts'
import { unpack } from './packed.ts'
import type { PackedVersion } from './read.ts'

/** CPU time for the line counts of one page. The remaining versions have no counts. */
const COUNTING_MS = 1_000

type Counts = ReturnType<typeof countsOf>

const unpacked = (text: Uint8Array, whole?: string): string | undefined => {
  try {
    return unpack(text, whole)
  } catch {
    return undefined
  }
}

type Read = (version: PackedVersion) => string | undefined

/** Reads one version after the other. A base that consecutive versions share is decompressed once; only one is kept in memory. */
const reader = (): Read => {
  let last: { readonly version: number; readonly whole: string | undefined } | undefined
  return ({ text, base, baseVersion, source }) => {
    if (source !== undefined) return source
    if (!base) return undefined
    if (last?.version !== baseVersion) last = { version: baseVersion, whole: unpacked(base) }
    const { whole } = last
    return text && whole !== undefined ? unpacked(text, whole) : whole
  }
}

/** Undefined if the stored text is damaged or missing. */
export const textOf = (version: PackedVersion): string | undefined => reader()(version)

const linesReader = () => {
  const read = reader()
  return (version: PackedVersion | undefined) => {
    const text = version && read(version)
    return text === undefined ? undefined : linesOf(text)
  }
}

export type Counted = { readonly isDamaged: boolean; readonly changes: Counts | undefined }

/** Whether a thread has used less than its time since this was called. */
const withinTime = () => {
  const start = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(start)
    return (user + system) / 1000 < COUNTING_MS
  }
}

/** Newest first. The last one is only compared with, unless `fromNothing`: then all of its lines are new. */
export const countChanges = (versions: readonly PackedVersion[], fromNothing: boolean): Counted[] => {
  const [read, isTimeLeft] = [linesReader(), withinTime()]
  let next = read(versions[0])
  return versions.map((_, at) => {
    const lines = next
    const isLast = at === versions.length - 1
    next = isLast && fromNothing ? [] : read(versions[at + 1])
    const changes = lines && next && isTimeLeft() ? countsOf(partsBetween(next, lines)) : undefined
    return { isDamaged: !lines, changes }
  })
}

export type Compared = {
  /** The damaged ones of the two versions. If there are any, there is no comparison. */
  readonly damaged: number[]
  readonly changes: Counts
  readonly lines: number
  readonly hunks: Hunk[]
}

/** Without an earlier version, all lines are new. */
export const compareVersions = (later: PackedVersion, earlier: PackedVersion | null, context: number): Compared => {
  const read = linesReader()
  const [after, before] = [read(later), earlier ? read(earlier) : undefined]
  const damaged = [...(after ? [] : [later.version]), ...(earlier && !before ? [earlier.version] : [])]
  if (damaged.length > 0 || !after) return { damaged, changes: { added: 0, removed: 0 }, lines: 0, hunks: [] }
  const parts = partsBetween(before ?? [], after)
  return { damaged, changes: countsOf(parts), lines: after.length, hunks: hunksOf(parts, context) }
}

export type Owned = { readonly version: number; readonly lines: string[] }
export type Blamed = { readonly damaged: number[]; readonly ranges: Owned[] }

const ownersAfter = (owners: readonly number[], parts: ReturnType<typeof partsBetween>, version: number): number[] => {
  const next: number[] = []
  let at = 0
  for (const { kind, lines } of parts) {
    for (const _ of lines) {
      if (kind === 'SAME') next.push(owners[at] ?? version)
      else if (kind === 'ADDED') next.push(version)
      if (kind !== 'ADDED') at++
    }
  }
  return next
}

const rangesOf = (lines: readonly string[], owners: readonly number[]): Owned[] => {
  const ranges: Owned[] = []
  for (const [at, line] of lines.entries()) {
    const version = owners[at] ?? 0
    const bare = line.endsWith('\n') ? line.slice(0, -1) : line
    const last = ranges.at(-1)
    if (last?.version === version) last.lines.push(bare)
    else ranges.push({ version, lines: [bare] })
  }
  return ranges
}

/** Oldest first; the last one is the requested version. */
export const blameVersions = (versions: readonly PackedVersion[]): Blamed => {
  const read = linesReader()
  const damaged: number[] = []
  let lines: readonly string[] = []
  let owners: readonly number[] = []
  for (const one of versions) {
    const next = read(one)
    if (next) {
      owners = ownersAfter(owners, partsBetween(lines, next), one.version)
      lines = next
    } else damaged.push(one.version)
  }
  return { damaged, ranges: rangesOf(lines, owners) }
}
