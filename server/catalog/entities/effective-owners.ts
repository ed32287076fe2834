/** The owners that count for an entity: its own, and those that reach it from others. */
import type { OwnersDetails } from '../../../contract/catalog/entities.ts'
import { comparableEmail } from '../../identity/emails/comparable.ts'
import type { Inheritance, Ownership } from './document.ts'
import type { Relative } from './family.ts'

/** By what owners are named: the tag of a team, or a provider and its group. */
export type Teams = ReadonlyMap<string, readonly Relative[]>

export const teamKey = (name: string, provider: string) => `${provider} ${name}`

/** How an edge passes owners on: as each owner's `inheritance` says (parents, and types that are so configured), or all of them. */
export type Passes = 'CONFIGURE_AT_SOURCE' | 'APPEND' | 'FALLBACK'

/** Along several edges: whether one of them leaves it to the owners, and the weakest of the others. */
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

/** What others own, of which only the owners that are passed on in this way count. */
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

  /** Adds what an entity's own descriptor names. */
  add({ groups, emails }: Ownership) {
    for (const owner of groups) this.#addGroup(owner)
    for (const owner of emails) this.#addEmail(owner)
  }

  /** Adds what an ancestor's descriptor names, as far as it is passed on in this way. */
  inherit({ groups, emails }: Ownership, { passed, only }: Inherited) {
    for (const owner of groups)
      if (inheritedAs(owner.inheritance, passed) === only) this.#addGroup({ ...owner, inheritance: only })
    for (const owner of emails) if (inheritedAs(owner.inheritance, passed) === only) this.#addEmail(owner)
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
