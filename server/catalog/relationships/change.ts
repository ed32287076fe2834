/** Changes relationships through the API: by the rules of their type, in few statements, with an audit row for each source. */

import type { Db } from '../../core/db/database.ts'
import type { Context } from '../../core/http/mount.ts'
import { entitiesNamed } from '../entities/named.ts'
import {
  type Edge,
  type End,
  edgeOf,
  insertPairs,
  type Pair,
  pairsThere,
  removeEdges,
  type Side,
  textOf,
} from './relationships.ts'
import { checkPairs, freshOf } from './rules.ts'
import { keyOf, type TypeRow } from './types.ts'

/** The entities that these tags or identifiers name, by each of them. */
export const endsNamed = async (db: Db, names: readonly string[]): Promise<Map<string, End>> => {
  const found = await entitiesNamed(db, names)
  return new Map(Array.from(found, ([name, entity]) => [name, { ...entity, key: keyOf(entity.tag) }]))
}

type Wanted = {
  readonly pairs: readonly Pair[]
  /** Whatever else there is goes: of this entity, or all. */
  readonly replaces?: { readonly side: Side; readonly key: string } | 'all' | undefined
  readonly force?: boolean | undefined
}

export type Change = {
  /** The pairs that there are now, each once. */
  readonly stored: readonly Pair[]
  readonly faults: ReadonlyMap<Pair, string>
  readonly added: readonly Edge[]
  readonly removed: readonly Edge[]
}

const onceEach = (pairs: readonly Pair[]): Pair[] =>
  [...new Map(pairs.toReversed().map(pair => [textOf(edgeOf(pair)), pair])).values()].reverse()

/** What is in the way of what is wanted: all that came through the API and, with `force`, what descriptors declare. */
const inTheWay = async (db: Db, type: TypeRow, { pairs, replaces, force }: Wanted): Promise<Edge[]> => {
  if (replaces === undefined) return []
  const kept = new Set(pairs.map(pair => textOf(edgeOf(pair))))
  const there = await pairsThere(db, type, replaces === 'all' ? undefined : replaces)
  return there.filter(edge => !kept.has(textOf(edge)) && (force === true || edge.hasApi))
}

/** Stores what can be stored of it; what can't is in `faults`. Leaves no audit row. */
export const changePairs = async (db: Db, type: TypeRow, wanted: Wanted): Promise<Change> => {
  const pairs = onceEach(wanted.pairs)
  const gone = await inTheWay(db, type, { ...wanted, pairs })
  await removeEdges(db, type, { edges: gone, force: wanted.force })
  const fresh = await freshOf(db, type, pairs)
  const { faults, overridden } = await checkPairs(db, type, { pairs: fresh, force: wanted.force })
  await removeEdges(db, type, { edges: overridden, force: true })
  const added = fresh.filter(pair => !faults.has(pair))
  await insertPairs(db, type, added)
  return {
    stored: pairs.filter(pair => !faults.has(pair)),
    faults,
    added: added.map(edgeOf),
    removed: [...gone, ...overridden],
  }
}

const MOST_NAMED = 20

const named = (keys: readonly string[]) =>
  keys.length > MOST_NAMED ? [...keys.slice(0, MOST_NAMED), `and ${keys.length - MOST_NAMED} more`] : keys

/** One audit row for each entity at this side of what was changed. Nothing is left where nothing was. */
export const auditChange = async (
  { auditAll, nothing }: Pick<Context, 'auditAll' | 'nothing'>,
  type: TypeRow,
  { added, removed, side, tagOf }: Pick<Change, 'added' | 'removed'> & { side: Side; tagOf: (key: string) => string },
) => {
  if (added.length + removed.length === 0) return nothing()
  const far = side === 'source' ? 'destination' : 'source'
  const byKey = (edges: readonly Edge[]) => Map.groupBy(edges, edge => edge[side])
  const [more, less] = [byKey(added), byKey(removed)]
  const entries = [...new Set([...more.keys(), ...less.keys()])].map(key => {
    const [after = [], before = []] = [more.get(key), less.get(key)].map(edges => edges?.map(edge => edge[far]))
    return {
      action: 'UPDATE' as const,
      objectType: 'ENTITY' as const,
      objectIdentifier: tagOf(key),
      changes: {
        relationshipType: { after: type.tag },
        ...(after.length > 0 ? { [`${far}sAdded`]: { after: named(after) } } : {}),
        ...(before.length > 0 ? { [`${far}sRemoved`]: { before: named(before) } } : {}),
      },
    }
  })
  await auditAll(entries)
}
