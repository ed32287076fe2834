/** The effective owners of an entity: its own, and those that others pass on. */
import type { OwnersDetails } from '../../../contract/catalog/entities.ts'
import { comparableEmail } from '../../identity/emails/comparable.ts'
import type { Inheritance, Ownership } from './document.ts'
import type { Relative } from './family.ts'

/** The key of an owner: the tag of a team, or a provider and its group. */
export type Teams = ReadonlyMap<string, readonly Relative[]>

export const teamKey = (name: string, provider: string) => `${provider} ${name}`

/** How an edge passes owners on: by the `inheritance` of each owner (parents, and types that are configured so), or all of them. */
export type Passes = 'CONFIGURE_AT_SOURCE' | 'APPEND' | 'FALLBACK'

/** Over several edges: whether one uses the owners' `inheritance`, and the weakest of the others. */
export type Passed = { readonly asConfigured: boolean; readonly atMost: 'APPEND' | 'FALLBACK' }

export const UNPASSED: Passed = { asConfigured: false, atMost: 'APPEND' }

export const passedOver = ({ asConfigured, atMost }: Passed, passes: Passes): Passed => ({
  asConfigured: asConfigured || passes === 'CONFIGURE_AT_SOURCE',
  atMost: passes === 'FALLBACK' ? 'FALLBACK' : atMost,
})

const inheritedAs = (own: Inheritance | undefined, { asConfigured, atMost }: Passed): Inheritance | undefined => {
  if (!asConfigured) return atMost
  return own === 'APPEND' ? atMost : own
}

/** The owners of another entity, of which only those that are passed on in this way count. */
type Inherited = { readonly passed: Passed; readonly only: 'APPEND' | 'FALLBACK' }

export class Owners {
  readonly details: OwnersDetails = { teams: [], individuals: [] }
  readonly #teams: Teams
  readonly #seen = new Set<string>()
  constructor(teams: Teams) {
    this.#teams = teams
  }

  isEmpty() {
    return this.#seen.size === 0
  }

  /** Adds the owners in the entity's own descriptor. */
  add({ groups, emails }: Ownership) {
    for (const owner of groups) this.#addGroup(owner)
    for (const owner of emails) this.#addEmail(owner)
  }

  /** Adds the owners in an ancestor's descriptor that are passed on in this way. */
  inherit({ groups, emails }: Ownership, { passed, only }: Inherited) {
    for (const owner of groups)
      if (inheritedAs(owner.inheritance, passed) === only) this.#addGroup({ ...owner, inheritance: only })
    for (const owner of emails) if (inheritedAs(owner.inheritance, passed) === only) this.#addEmail(owner)
  }

  /** A group that isn't a team of the catalog still counts as an owner, so fallback owners don't apply. */
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
