/** Parents, children and inherited owners, as they follow from the rows of `hierarchy.ts`. */
import type { ChildNode, EntityDetails, OwnersDetails, ParentNode } from '../../../contract/catalog/entities.ts'
import { readOr } from '../../core/db/rows.ts'
import { comparableEmail } from '../../identity/emails/comparable.ts'
import { type EntityDocument, type Inheritance, NO_DOCUMENT, type Ownership, readDocument } from './document.ts'
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
  const there = rows.filter(one => one.way === way && one.archived_at === null)
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

/** By what owners are named: the tag of a team, or a provider and its group. */
type Teams = ReadonlyMap<string, readonly Relative[]>

const teamKey = (name: string, provider: string) => `${provider} ${name}`

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
  readonly #teams: Teams
  readonly #documents = new Map<string, EntityDocument>()
  #nodes = 0
  constructor(rows: readonly Relative[]) {
    this.#parents = groupBy(rows, 'up')
    this.#children = groupBy(rows, 'down')
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

  /** The owners that count: the entity's own, those that parents append, and if there are none, those to fall back on. */
  ownersOf(tag: string, own: Ownership): OwnersDetails {
    const owners = new Owners(this.#teams)
    owners.add(own)
    if (!this.#parents.has(keyOf(tag))) return owners.details
    const levels = this.#ancestors(keyOf(tag))
    for (const ancestor of levels.flat()) owners.add(ancestor, 'APPEND')
    for (const level of levels) if (owners.isEmpty()) for (const ancestor of level) owners.add(ancestor, 'FALLBACK')
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

  /** What the ancestors' descriptors say of owners, nearest level first, each ancestor once. */
  #ancestors(from: string): Ownership[][] {
    const seen = new Set([from])
    const levels: Ownership[][] = []
    let level = [from]
    while (level.length > 0) {
      const rows = level.flatMap(child => [...(this.#parents.get(child)?.values() ?? [])])
      const fresh = rows.filter(row => !seen.has(keyOf(row.tag)) && seen.add(keyOf(row.tag)))
      levels.push(fresh.flatMap(row => this.#documentOf(row)?.ownership ?? []))
      level = fresh.map(row => keyOf(row.tag))
    }
    return levels
  }
}

/** What the answer will show of the family beside the tree itself. */
export type Wanted = { readonly owners: boolean; readonly groups: boolean }

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

class Owners {
  readonly details: OwnersDetails = { teams: [], individuals: [] }
  readonly #teams: Teams
  readonly #seen = new Set<string>()
  constructor(teams: Teams) {
    this.#teams = teams
  }

  isEmpty() {
    return this.#seen.size === 0
  }

  /** Adds what an ownership names; of a parent's only those with this inheritance. */
  add({ groups, emails }: Ownership, inherited?: Inheritance) {
    for (const owner of groups) if (!inherited || owner.inheritance === inherited) this.#addGroup(owner)
    for (const owner of emails) if (!inherited || owner.inheritance === inherited) this.#addEmail(owner)
  }

  /** A group that is no team of the catalog still counts as an owner, so that nothing is fallen back on. */
  #addGroup({ groupName, provider = '', inheritance }: Ownership['groups'][number]) {
    const name = groupName.toLowerCase()
    if (!this.#isNew(`group ${teamKey(name, provider)}`)) return
    const named = this.#teams.get(teamKey(name, '')) ?? []
    const standing = provider === '' ? [] : (this.#teams.get(teamKey(name, provider)) ?? [])
    for (const team of [...named.slice(0, 1), ...standing])
      if (this.#isNew(`team ${team.id}`)) this.#addTeam(team, { provider, inheritance })
  }

  #addTeam(team: Relative, { provider, inheritance }: Pick<Ownership['groups'][number], 'provider' | 'inheritance'>) {
    const { id, tag, name, description, archived_at } = team
    this.details.teams.push({
      id,
      tag,
      name,
      description: description ?? undefined,
      isArchived: archived_at !== null,
      inheritance,
      provider: provider || undefined,
    })
  }

  #addEmail({ email, description }: Ownership['emails'][number]) {
    if (!this.#isNew(`email ${comparableEmail(email)}`)) return
    this.details.individuals.push({ email, description })
  }

  #isNew(key: string) {
    const isNew = !this.#seen.has(key)
    this.#seen.add(key)
    return isNew
  }
}
