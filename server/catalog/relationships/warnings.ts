/** What a descriptor declares against the rules of relationship types. It is kept and shown, and its writer gets a warning. */
import type { Db } from '../../core/db/database.ts'
import type { Violation } from '../descriptors/violations.ts'
import { violation } from '../descriptors/violations.ts'
import type { DeclaredRelationship } from '../entities/document.ts'
import { endsNamed } from './change.ts'
import type { End, Pair } from './relationships.ts'
import { checkPairs } from './rules.ts'
import { keyOf, type TypeRow } from './types.ts'

/** Types of one descriptor that are looked at. */
const MOST_TYPES = 50

const TITLE = 'Relationship against its type'

type Placed = Pick<DeclaredRelationship, 'pointer' | 'lines'>

const warn = ({ pointer, lines }: Placed, description: string) =>
  violation({ title: TITLE, description, pointer, lines, severity: 'SHOULD' })

/** A block at an end where its type is not declared: it is not read. */
const misplaced = ({ tag, definition_location }: TypeRow, declared: DeclaredRelationship): Violation[] => {
  if (definition_location === 'SOURCE' && declared.sources.length > 0)
    return [
      warn(
        declared,
        `${tag} is declared at its sources: list destinations in their descriptors. These sources are not read.`,
      ),
    ]
  if (definition_location === 'DESTINATION' && declared.destinations.length > 0)
    return [
      warn(
        declared,
        `${tag} is declared at its destinations: list sources in their descriptors. These destinations are not read.`,
      ),
    ]
  return []
}

/** Those whose other end exists, each with its block. */
const pairsOf = (
  own: End,
  type: TypeRow,
  { declared, ends }: { declared: readonly DeclaredRelationship[]; ends: Map<string, End> },
) => {
  const pairs = new Map<Pair, DeclaredRelationship>()
  for (const block of declared) {
    const [destinations, sources] = [
      type.definition_location === 'DESTINATION' ? [] : block.destinations,
      type.definition_location === 'SOURCE' ? [] : block.sources,
    ].map(tags => tags.flatMap(tag => (keyOf(tag) === own.key ? own : (ends.get(keyOf(tag)) ?? []))))
    for (const end of destinations ?? []) pairs.set({ source: own, destination: end }, block)
    for (const end of sources ?? []) pairs.set({ source: end, destination: own }, block)
  }
  return pairs
}

export type Declaring = {
  readonly tag: string
  readonly type: string
  readonly declared: readonly DeclaredRelationship[]
}

/** Of the types that exist. Before or after what is declared is kept: what the entity's descriptor said before does not count. */
export const warningsOf = async (db: Db, { tag, type: ownType, declared }: Declaring): Promise<Violation[]> => {
  const byType = Map.groupBy(declared, ({ type }) => keyOf(type))
  const keys = [...byType.keys()].slice(0, MOST_TYPES)
  if (keys.length === 0) return []
  const types = await db.selectFrom('relationship_types').selectAll().where('key', 'in', keys).execute()
  if (types.length === 0) return []
  const named = await endsNamed(db, [tag, ...declared.flatMap(one => [...one.destinations, ...one.sources])])
  const ends = new Map([...named.values()].map(end => [end.key, end]))
  const own: End = { id: named.get(tag)?.id ?? '', tag, type: ownType, key: keyOf(tag) }
  const warnings: Violation[] = []
  for (const type of types) {
    const blocks = byType.get(type.key) ?? []
    warnings.push(...blocks.flatMap(block => misplaced(type, block)))
    const pairs = pairsOf(own, type, { declared: blocks, ends })
    const { faults } = await checkPairs(db, type, { pairs: [...pairs.keys()], except: own.id })
    for (const [pair, fault] of faults) warnings.push(warn(pairs.get(pair) ?? { pointer: '' }, fault))
  }
  return warnings
}
