/** What a type asks of new relationships. Those that there are stay as they are. */
import { sql } from 'kysely'
import type { EntityTypeFilter } from '../../../contract/catalog/relationship-types.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { cyclesOf, notOf } from './cycles.ts'
import {
  type Edge,
  type End,
  edgeOf,
  isOneOf,
  ofType,
  otherSide,
  type Pair,
  type Side,
  textOf,
} from './relationships.ts'
import { settingsOf, type TypeRow } from './types.ts'

const filterFault = ({ include, types }: EntityTypeFilter, end: End, place: string): string | undefined => {
  const isListed = types.some(type => type.toLowerCase() === end.type.toLowerCase())
  if (types.length === 0 || isListed === include) return undefined
  return `${end.tag} has the type ${end.type}, which can't be a ${place}. ${include ? 'Allowed' : 'All types except'}: ${types.join(', ')}.`
}

const ownFault = (type: TypeRow, { source, destination }: Pair): string | undefined => {
  if (source.key === destination.key) return `${source.tag} can't be related to itself.`
  const { sourcesFilter, destinationsFilter } = settingsOf(type)
  return filterFault(sourcesFilter, source, 'source') ?? filterFault(destinationsFilter, destination, 'destination')
}

type Held = { readonly other: string; readonly isDeclared: boolean }

/** What each of these entities has at the other side. */
const heldAt = async (
  db: Db,
  type: TypeRow,
  { side, keys, except }: { side: Side; keys: readonly string[]; except?: string | undefined },
) => {
  const held = new Map<string, Held[]>()
  await inChunks(keys, async some => {
    const { rows } = await sql<{ near: string; far: string; location: string }>`
      select ${sql.ref(`r.${side}`)} as near, ${sql.ref(`r.${otherSide(side)}`)} as far, r.location from relationships r
      where ${ofType(type)} ${notOf(except)} and ${sql.ref(`r.${side}`)} in (${sql.join(some)})`.execute(db)
    for (const { near, far, location } of rows)
      held.set(near, [...(held.get(near) ?? []), { other: far, isDeclared: location !== 'API' }])
  })
  return held
}

/** Of the two sides, those at which an entity can have only one on the other side. */
const singleSides = ({ single_source, single_destination }: TypeRow): Side[] => [
  ...(single_destination ? (['source'] as const) : []),
  ...(single_source ? (['destination'] as const) : []),
]

type Asked = {
  readonly pairs: readonly Pair[]
  /** What descriptors declare is overridden where it is in the way. */
  readonly force?: boolean | undefined
  readonly except?: string | undefined
}

/** What one side of new pairs holds until now, and then with them. */
type HeldSide = { readonly side: Side; readonly held: Map<string, Held[]> }

const othersOf = (pair: Pair, { side, held }: HeldSide) =>
  (held.get(pair[side].key) ?? []).filter(({ other }) => other !== pair[otherSide(side)].key)

const singleFault = (pair: Pair, sides: readonly HeldSide[], force = false): string | undefined => {
  for (const at of sides) {
    const lasting = othersOf(pair, at).find(({ isDeclared }) => !(force && isDeclared))
    if (lasting) return `${pair[at.side].tag} can have only one ${otherSide(at.side)}, and has ${lasting.other}.`
  }
  return undefined
}

/** Takes the places of a pair. Answers what it overrides. */
const take = (pair: Pair, sides: readonly HeldSide[]): Edge[] =>
  sides.flatMap(at => {
    const { side, held } = at
    const overridden = othersOf(pair, at).map(({ other }) => ({ ...edgeOf(pair), [otherSide(side)]: other }))
    held.set(pair[side].key, [{ other: pair[otherSide(side)].key, isDeclared: false }])
    return overridden
  })

const singles = async (db: Db, type: TypeRow, { pairs, force, except }: Asked) => {
  const faults = new Map<Pair, string>()
  const overridden: Edge[] = []
  const sides: HeldSide[] = []
  for (const side of singleSides(type)) {
    const keys = [...new Set(pairs.map(pair => pair[side].key))]
    sides.push({ side, held: await heldAt(db, type, { side, keys, except }) })
  }
  for (const pair of pairs) {
    const fault = singleFault(pair, sides, force)
    if (fault === undefined) overridden.push(...take(pair, sides))
    else faults.set(pair, fault)
  }
  return { faults, overridden }
}

export type Checked = {
  readonly faults: Map<Pair, string>
  /** What must be overridden first. */
  readonly overridden: Edge[]
}

/** Which of these new pairs break a rule of their type, each with the first one as a sentence. */
export const checkPairs = async (db: Db, type: TypeRow, { pairs, force, except }: Asked): Promise<Checked> => {
  const faults = new Map<Pair, string>()
  for (const pair of pairs) {
    const fault = ownFault(type, pair)
    if (fault !== undefined) faults.set(pair, fault)
  }
  const sound = () => pairs.filter(pair => !faults.has(pair))
  const { faults: taken, overridden } = await singles(db, type, { pairs: sound(), force, except })
  for (const [pair, fault] of taken) faults.set(pair, fault)
  if (type.allow_cycles) return { faults, overridden }
  const edges = new Map(sound().map(pair => [edgeOf(pair), pair]))
  const cycles = await cyclesOf(db, type, { fresh: [...edges.keys()], except })
  for (const [edge, cycle] of cycles) {
    const pair = edges.get(edge)
    if (pair) faults.set(pair, `${pair.source.tag} → ${pair.destination.tag} would close a cycle: ${cycle}.`)
  }
  return { faults, overridden }
}

/** Those of the pairs that are not there yet. */
export const freshOf = async (db: Db, type: TypeRow, pairs: readonly Pair[]): Promise<Pair[]> => {
  const there = new Set<string>()
  await inChunks(pairs.map(edgeOf), async some => {
    const { rows } =
      await sql<Edge>`select r.source, r.destination from relationships r where ${ofType(type)} and ${isOneOf(type, some)}`.execute(
        db,
      )
    for (const edge of rows) there.add(textOf(edge))
  })
  return pairs.filter(pair => !there.has(textOf(edgeOf(pair))))
}
