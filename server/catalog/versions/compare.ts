/** Reads and compares versions: what runs on a thread that can be ended. Tasks take plain data, and bytes that a thread got copies of. */
import type { Hunk } from '../../../contract/catalog/versions.ts'
import { countsOf, hunksOf, linesOf, partsBetween } from './lines.ts'
import { unpack } from './packed.ts'
import type { PackedVersion } from './read.ts'

/** CPU time for the counts of one page: what is left then has none. */
const COUNTING_MS = 1_000

type Counts = ReturnType<typeof countsOf>

/** Undefined where what is stored is damaged or missing. */
export const textOf = ({ text, base, source }: PackedVersion): string | undefined => {
  if (source !== undefined) return source
  if (!base) return undefined
  try {
    const whole = unpack(base)
    return text ? unpack(text, whole) : whole
  } catch {
    return undefined
  }
}

/** Bases that several versions share are unpacked once. */
const linesOfEach = (versions: readonly PackedVersion[]) => {
  const wholes = new Map<Uint8Array | undefined, string | undefined>()
  const wholeOf = (base: Uint8Array | undefined) => {
    if (!wholes.has(base)) wholes.set(base, textOf({ version: 0, text: null, base }))
    return wholes.get(base)
  }
  return versions.map(version => {
    const whole = version.source ?? wholeOf(version.base)
    const text = version.text && whole !== undefined ? against(version.text, whole) : whole
    return text === undefined ? undefined : linesOf(text)
  })
}

const against = (text: Uint8Array, whole: string) => {
  try {
    return unpack(text, whole)
  } catch {
    return undefined
  }
}

export type Counted = { readonly isDamaged: boolean; readonly changes: Counts | undefined }

/** Newest first. The last one is there to be compared with, unless `fromNothing`: then all of its lines are new. */
export const countChanges = (versions: readonly PackedVersion[], fromNothing: boolean): Counted[] => {
  const texts = linesOfEach(versions)
  const { user, system } = process.threadCpuUsage()
  const isTimeLeft = () => {
    const now = process.threadCpuUsage()
    return (now.user + now.system - user - system) / 1000 < COUNTING_MS
  }
  return texts.map((lines, at) => {
    const before = at === texts.length - 1 && fromNothing ? [] : texts[at + 1]
    const isCounted = lines && before && isTimeLeft()
    return { isDamaged: !lines, changes: isCounted ? countsOf(partsBetween(before, lines)) : undefined }
  })
}

export type Compared = {
  /** Those of the two that are damaged; then there is no comparison. */
  readonly damaged: number[]
  readonly changes: Counts
  readonly lines: number
  readonly hunks: Hunk[]
}

/** Without an earlier version, all lines are new. */
export const compareVersions = (later: PackedVersion, earlier: PackedVersion | null, context: number): Compared => {
  const versions = earlier ? [later, earlier] : [later]
  const [after, before] = linesOfEach(versions)
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

/** Oldest first; the last one is what is asked for. */
export const blameVersions = (versions: readonly PackedVersion[]): Blamed => {
  const texts = linesOfEach(versions)
  let lines: readonly string[] = []
  let owners: readonly number[] = []
  for (const [at, next] of texts.entries()) {
    const version = versions[at]?.version ?? 0
    if (!next) continue
    owners = ownersAfter(owners, partsBetween(lines, next), version)
    lines = next
  }
  const damaged = versions.flatMap(({ version }, at) => (texts[at] ? [] : [version]))
  return { damaged, ranges: rangesOf(lines, owners) }
}
