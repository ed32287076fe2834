/** Which new relationships would close a cycle: in time that grows with what there is, whatever is sent. */
import { sql } from 'kysely'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { type Edge, locationOf, ofType } from './relationships.ts'
import type { TypeRow } from './types.ts'

const MOST_EDGES = 50_000
const SEEDS = 1000
/** Steps that are spent on naming cycles. */
const MOST_STEPS = 200_000
const MOST_NAMED = 10

type Next = ReadonlyMap<string, readonly string[]>

const nextOf = (edges: Iterable<Edge>): Next => {
  const next = new Map<string, string[]>()
  for (const { source, destination } of edges) {
    const there = next.get(source)
    if (there) there.push(destination)
    else next.set(source, [destination])
  }
  return next
}

/** Of the rows that a descriptor is about to replace, none counts. */
export const notOf = (entityId: string | undefined) =>
  entityId === undefined ? sql`` : sql`and (r.entity_id <> ${entityId} or r.location = 'API')`

/** What leads on from these entities. @throws Problem 400 where it is too much to look at */
const edgesFrom = async (
  db: Db,
  type: TypeRow,
  { seeds, except }: { seeds: readonly string[]; except?: string | undefined },
) => {
  const step = `${lookUpOn(db)('relationships r', `r.type = down.type and r.source = down.destination`)}`
  const { rows } = await sql<Edge>`with recursive down (type, source, destination) as (
      select * from (select r.type, r.source, r.destination from relationships r
        where ${ofType(type)} ${notOf(except)} and r.source in (${sql.join(seeds)}) limit ${MOST_EDGES}) as first_down
      union select r.type, r.source, r.destination from down ${sql.raw(step)}
        where (r.location = 'API' or r.location = ${sql.raw(locationOf(type))} or (${sql.raw(locationOf(type))} = 'BOTH' and r.location <> 'OVERRIDDEN')) ${notOf(except)})
    select source, destination from down limit ${MOST_EDGES}`.execute(db)
  if (rows.length === MOST_EDGES)
    throw badRequest(
      `More than ${MOST_EDGES.toLocaleString('en')} relationships of type ${type.tag} follow from these, which is too much to look for cycles.`,
    )
  return rows
}

/** All that may lead back from the destinations of new edges. */
const edgesAfter = async (
  db: Db,
  type: TypeRow,
  { fresh, except }: { fresh: readonly Edge[]; except?: string | undefined },
) => {
  const known: Edge[] = [...fresh]
  const seen = new Set<string>()
  const seeds = [...new Set(fresh.map(({ destination }) => destination))]
  for (let at = 0; at < seeds.length; at += SEEDS) {
    const some = seeds.slice(at, at + SEEDS).filter(seed => !seen.has(seed))
    if (some.length === 0) continue
    for (const edge of await edgesFrom(db, type, { seeds: some, except })) {
      known.push(edge)
      seen.add(edge.source)
    }
  }
  return known
}

/** Nodes in the order in which everything after them is done. */
const finishing = (next: Next): string[] => {
  const [done, seen]: [string[], Set<string>] = [[], new Set()]
  for (const root of next.keys()) {
    if (seen.has(root)) continue
    seen.add(root)
    const path = [{ node: root, at: 0 }]
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const to = next.get(step.node)?.[step.at++]
      if (to === undefined) {
        done.push(step.node)
        path.pop()
      } else if (!seen.has(to)) {
        seen.add(to)
        path.push({ node: to, at: 0 })
      }
    }
  }
  return done
}

/** Kosaraju's algorithm: nodes with the same number can reach each other. */
const componentsOf = (edges: readonly Edge[]): ReadonlyMap<string, number> => {
  const back = nextOf(edges.map(({ source, destination }) => ({ source: destination, destination: source })))
  const components = new Map<string, number>()
  for (const [number, root] of finishing(nextOf(edges)).reverse().entries()) {
    const open = components.has(root) ? [] : [root]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (components.has(node)) continue
      components.set(node, number)
      for (const before of back.get(node) ?? []) if (!components.has(before)) open.push(before)
    }
  }
  return components
}

/** The shortest way between two entities. */
const wayBetween = (next: Next, from: string, { to, budget }: { to: string; budget: { steps: number } }) => {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]])
  const open = [from]
  for (let at = 0; at < open.length && budget.steps > 0 && !cameFrom.has(to); at++) {
    const node = open[at] ?? from
    for (const after of next.get(node) ?? []) {
      budget.steps--
      if (cameFrom.has(after)) continue
      cameFrom.set(after, node)
      open.push(after)
    }
  }
  if (!cameFrom.has(to)) return undefined
  const way = []
  for (let node: string | undefined = to; node !== undefined; node = cameFrom.get(node)) way.push(node)
  return way.reverse()
}

const inWords = (way: readonly string[]) =>
  [...way.slice(0, MOST_NAMED), ...(way.length > MOST_NAMED ? [`… (${way.length - 1} entities)`] : [])].join(' → ')

/**
 * For each of the new edges that is part of a cycle, the cycle in words. Where several new edges close one together, each of them is.
 * @param except an entity whose descriptor is about to be replaced
 */
export const cyclesOf = async (
  db: Db,
  type: TypeRow,
  { fresh, except }: { fresh: readonly Edge[]; except?: string | undefined },
): Promise<Map<Edge, string>> => {
  const found = new Map<Edge, string>()
  if (fresh.length === 0) return found
  const edges = await edgesAfter(db, type, { fresh, except })
  const components = componentsOf(edges)
  const next = nextOf(edges)
  const budget = { steps: MOST_STEPS }
  for (const edge of fresh) {
    const { source, destination } = edge
    if (components.get(source) !== components.get(destination)) continue
    const way = wayBetween(next, destination, { to: source, budget })
    found.set(edge, way ? inWords([source, ...way]) : `${source} → ${destination} → … → ${source}`)
  }
  return found
}
