/** Parents, children and inherited owners, as they follow from the rows of `hierarchy.ts`. */
import type { ChildNode, EntityDetails, OwnersDetails, ParentNode } from '../../../contract/catalog/entities.ts'
import { readOr } from '../../core/db/rows.ts'
import { type EntityDocument, NO_DOCUMENT, type Ownership, readDocument } from './document.ts'
import { Owners, type Passed, type Passes, passedOver, type Teams, teamKey, UNPASSED } from './effective-owners.ts'
import type { Relatives } from './part.ts'

/**
 * One edge of the family with the node at its far end, or (`team`) an owner's name with its team: `child_tag` is then the provider where
 * the team stands for a group of that name.
 */
export type Relative = {
  way: 'up' | 'down' | 'team'
  parent_tag: string
  child_tag: string
  /** Its place in the descriptor that declares it. */
  position: number
  /** How an edge passes owners on, if it isn't a parent's. */
  passes: Passes | null
  id: string
  tag: string
  name: string
  type: string
  description: string | null
  archived_at: number | null
  /** JSON; only where something of it is needed. */
  document: string | null
}

export type Depth = { readonly levels: number; readonly withGroups: boolean }

const DEEPEST = 50
/** Nodes of one answer: where many paths lead to the same entities, the tree of all paths has no end. */
const MOST_NODES = 50_000

const named = ({ id, tag, name, type }: Relative) => ({ id, tag, name, type })

/** Edges name tags in lower case. */
const keyOf = (tag: string) => tag.toLowerCase()

const inOrder = (a: Relative, b: Relative) => a.position - b.position || (a.tag < b.tag ? -1 : 1)

/**
 * The far nodes by their near tag, as the descriptors order them; an edge that both ends declare counts once. What is
 * archived is left out, and with it what is connected only through it.
 */
const groupBy = (rows: readonly Relative[], way: 'up' | 'down') => {
  const there = rows.filter(one => one.way === way && one.archived_at === null && one.passes === null)
  const near = way === 'up' ? ({ child_tag }: Relative) => child_tag : ({ parent_tag }: Relative) => parent_tag
  const grouped = new Map<string, Map<string, Relative>>()
  for (const [tag, far] of Map.groupBy(there, near)) {
    const once = new Map<string, Relative>()
    for (const row of far.sort(inOrder)) if (!once.has(row.tag)) once.set(row.tag, row)
    grouped.set(tag, once)
  }
  return grouped
}

type Edges = ReadonlyMap<string, ReadonlyMap<string, Relative>>

type Tree<N> = {
  /** The next nodes by the key of the one before them. */
  readonly next: Edges
  /** The keys from the root to the node at hand. */
  readonly path: Set<string>
  readonly made: (row: Relative, more: N[]) => N
}

/** The relatives of one entity or of several, from which trees and owners are read. */
export class Family {
  readonly #parents: Edges
  readonly #children: Edges
  /** Other edges that pass owners on, by the entity that receives them. */
  readonly #givers: ReadonlyMap<string, readonly Relative[]>
  readonly #teams: Teams
  readonly #documents = new Map<string, EntityDocument>()
  /** Keyed by the first steps up, because most entities of a page have the same few parents. */
  readonly #ancestorsAbove = new Map<string, Above>()
  #nodes = 0
  constructor(rows: readonly Relative[]) {
    this.#parents = groupBy(rows, 'up')
    this.#children = groupBy(rows, 'down')
    const givers = rows.filter(({ passes, archived_at }) => passes !== null && archived_at === null)
    this.#givers = Map.groupBy(givers.sort(inOrder), ({ child_tag }) => child_tag)
    const teams = rows.filter(({ way }) => way === 'team').sort(inOrder)
    this.#teams = Map.groupBy(teams, row => teamKey(row.parent_tag, row.child_tag))
  }

  /** The trees of parents and of children, `depth` levels deep; a cycle ends where it would repeat. */
  hierarchyOf(tag: string, depth: Depth): EntityDetails['hierarchy'] {
    const [key, levels] = [keyOf(tag), Math.min(depth.levels, DEEPEST)]
    const parentsOf = (row: Relative, parents: ParentNode[]) => {
      const node: ParentNode = { ...named(row), parents }
      return this.#fill(node, row, depth)
    }
    const childrenOf = (row: Relative, children: ChildNode[]) => {
      const node: ChildNode = { ...named(row), children }
      return this.#fill(node, row, depth)
    }
    return {
      parents: this.#parents.has(key)
        ? this.#tree({ next: this.#parents, path: new Set([key]), made: parentsOf }, key, levels)
        : [],
      children: this.#children.has(key)
        ? this.#tree({ next: this.#children, path: new Set([key]), made: childrenOf }, key, levels)
        : [],
    }
  }

  /** The effective owners: the entity's own, those that ancestors append, and if there are none, fallback owners. */
  ownersOf(tag: string, own: Ownership): OwnersDetails {
    const owners = new Owners(this.#teams)
    owners.add(own)
    const key = keyOf(tag)
    if (!this.#parents.has(key) && !this.#givers.has(key)) return owners.details
    const levels = this.#ancestors(key)
    for (const { ownership, passed } of levels.flat()) owners.inherit(ownership, { passed, only: 'APPEND' })
    for (const level of levels)
      if (owners.isEmpty())
        for (const { ownership, passed } of level) owners.inherit(ownership, { passed, only: 'FALLBACK' })
    return owners.details
  }

  #tree<N>(tree: Tree<N>, from: string, levels: number): N[] {
    const { next, path, made } = tree
    const rows = levels > 0 ? next.get(from) : undefined
    if (!rows) return []
    const nodes: N[] = []
    for (const row of rows.values()) {
      const key = keyOf(row.tag)
      if (path.has(key) || this.#nodes >= MOST_NODES) continue
      this.#nodes++
      path.add(key)
      nodes.push(made(row, this.#tree(tree, key, levels - 1)))
      path.delete(key)
    }
    return nodes
  }

  /** Adds to a node what not every node has. */
  #fill<N extends { description?: string; groups?: string[] }>(node: N, row: Relative, { withGroups }: Depth): N {
    if (row.description !== null) node.description = row.description
    if (withGroups) node.groups = this.#documentOf(row)?.groups ?? []
    return node
  }

  #documentOf(row: Relative): EntityDocument | undefined {
    const known = this.#documents.get(row.id)
    if (known || row.document === null) return known
    const text = row.document
    const document = readOr(row.id, () => readDocument(text), NO_DOCUMENT)
    this.#documents.set(row.id, document)
    return document
  }

  /** The owners in the ancestors' descriptors, nearest level first. An ancestor appears once for each way in which it passes owners on. */
  #ancestors(from: string): readonly Ancestor[][] {
    const first = this.#stepsUp({ key: from, passed: UNPASSED })
    const start = first.map(wayOf).join('\n')
    const known = this.#ancestorsAbove.get(start)
    if (known && !known.keys.has(from)) return known.levels
    const above = this.#above(first, from)
    if (!above.keys.has(from)) this.#ancestorsAbove.set(start, above)
    return above.levels
  }

  /** `keys` are those of all visited entities, even if a cycle leads back to `from`. */
  #above(first: readonly StepUp[], from: string): Above {
    const [seen, keys] = [new Set<string>(), new Set<string>()]
    const levels: Ancestor[][] = []
    for (let level = first; level.length > 0; ) {
      for (const { key } of level) keys.add(key)
      const fresh = level.filter(step => isFirst(step, from, seen))
      levels.push(fresh.flatMap(({ row, passed }) => this.#ownersIn(row, passed)))
      level = fresh.flatMap(step => this.#stepsUp(step))
    }
    return { levels, keys }
  }

  #stepsUp({ key, passed }: Step): StepUp[] {
    const upward = (row: Relative) => ({
      row,
      key: keyOf(row.tag),
      passed: passedOver(passed, row.passes ?? 'CONFIGURE_AT_SOURCE'),
    })
    return [...(this.#parents.get(key)?.values() ?? []), ...(this.#givers.get(key) ?? [])].map(upward)
  }

  #ownersIn(row: Relative, passed: Passed): Ancestor[] {
    const ownership = this.#documentOf(row)?.ownership
    return ownership ? [{ ownership, passed }] : []
  }
}

/** An ancestor, and how its owners reach the entity at the start. */
type Step = { readonly key: string; readonly passed: Passed }
type StepUp = Step & { readonly row: Relative }
type Ancestor = { readonly ownership: Ownership; readonly passed: Passed }
type Above = { readonly levels: readonly Ancestor[][]; readonly keys: ReadonlySet<string> }

const wayOf = ({ key, passed: { asConfigured, atMost } }: Step) => `${asConfigured} ${atMost} ${key}`

const isFirst = (step: Step, from: string, seen: Set<string>) => {
  const way = wayOf(step)
  if (step.key === from || seen.has(way)) return false
  seen.add(way)
  return true
}

/** What the answer will show of the family beside the tree itself. */
export type Wanted = {
  readonly owners: boolean
  readonly groups: boolean
  /** False if no tree is shown, because owners only come from ancestors. */
  readonly children?: boolean
}

/** What answers say by this family. */
export const relativesIn = (family: Family): Relatives => ({
  ownersOf: (tag, ownership) => JSON.stringify(family.ownersOf(tag, ownership())),
  hierarchyOf: (tag, depth) => JSON.stringify(family.hierarchyOf(tag, depth)),
})

/** What a thread has found out: see `familyAsTexts`. */
export const relativesAs = ({ owners, hierarchy }: { owners: string; hierarchy: string }): Relatives => ({
  ownersOf: () => owners,
  hierarchyOf: () => hierarchy,
})
