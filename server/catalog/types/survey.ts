/** Which entities of a type satisfy a schema: read and checked some at a time, outside any transaction, which then compares versions. */
import type { Db } from '../../core/db/database.ts'
import type { Caller } from '../../core/threads/threads.ts'
import type { Violation } from '../descriptors/violations.ts'
import { firstFaultsOf, surveyTooSlow } from './on-threads.ts'
import { versionsAfter } from './types.ts'

type Seen = { readonly version: number; readonly tag: string; readonly fault: Violation | null }

export type Survey = { readonly schema: string; readonly seen: ReadonlyMap<string, Seen> }

/** Entities of one order of a thread. */
const CHUNK = 50
const PAGE = 1000
/** However many entities there are. */
const LONGEST_MS = 30_000

export type Surveyed = { readonly key: string; readonly schema: string }

/**
 * Checks all entities of the type; what `before` knows of this schema and an entity's version is not checked again.
 * @throws Problem 400 where it takes more than its time
 */
export const surveyEntities = async (
  { db, caller }: { readonly db: Db; readonly caller: Caller },
  { key, schema }: Surveyed,
  before?: Survey,
): Promise<Survey> => {
  const known = before?.schema === schema ? before.seen : new Map<string, Seen>()
  const seen = new Map<string, Seen>()
  const end = performance.now() + LONGEST_MS
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows = await versionsAfter(db, key, { after, most: CHUNK })
    const unknown: string[] = []
    for (const { id, version } of rows) {
      const there = known.get(id)
      if (there?.version === version) seen.set(id, there)
      else unknown.push(id)
    }
    for (const [id, one] of await checked({ db, caller }, schema, unknown)) seen.set(id, one)
    if (performance.now() > end) throw surveyTooSlow()
    after = rows.length < CHUNK ? undefined : rows.at(-1)?.id
  }
  return { schema, seen }
}

const checked = async (
  { db, caller }: { readonly db: Db; readonly caller: Caller },
  schema: string,
  ids: readonly string[],
): Promise<[string, Seen][]> => {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('entities')
    .select(['id', 'tag', 'version', 'document'])
    .where('id', 'in', ids)
    .execute()
  const faults = await firstFaultsOf(
    caller,
    schema,
    rows.map(({ document }) => document),
  )
  return rows.map(({ id, tag, version }, at) => [id, { tag, version, fault: faults[at] ?? null }])
}

/** Whether the type has the very entities that the survey saw, in the same versions. In the transaction that relies on it. */
export const isCurrent = async (db: Db, key: string, { seen }: Survey): Promise<boolean> => {
  let count = 0
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows = await versionsAfter(db, key, { after, most: PAGE })
    if (rows.some(({ id, version }) => seen.get(id)?.version !== version)) return false
    count += rows.length
    after = rows.length < PAGE ? undefined : rows.at(-1)?.id
  }
  return count === seen.size
}

export type Unfit = { readonly id: string; readonly tag: string; readonly violation: Violation }

/** In the order of their tags. */
export const unfitIn = ({ seen }: Survey): Unfit[] =>
  Array.from(seen, ([id, { tag, fault }]) => ({ id, tag, fault }))
    .flatMap(({ id, tag, fault }) => (fault ? [{ id, tag, violation: fault }] : []))
    .toSorted((a, b) => (a.tag < b.tag ? -1 : 1))
