/** What a request says of a team or a department, as a descriptor says it. */
import { randomUUID } from 'node:crypto'
import { stringify } from 'yaml'
import type { EntityDocument, StoredMember } from '../entities/document.ts'
import type { MergeOptions } from '../entities/merge.ts'

export type MemberWords = {
  readonly name: string
  readonly email: string
  readonly description?: string | undefined
  readonly notificationsEnabled?: boolean | undefined
  readonly roles: StoredMember['roles']
}

/** What is undefined stays as it is. */
export type Words = {
  readonly name: string
  /** '' for none, as that of `summary`. */
  readonly description?: string | undefined
  readonly summary?: string | undefined
  readonly links?: EntityDocument['links'] | undefined
  readonly slackChannels?: EntityDocument['slackChannels'] | undefined
  readonly members?: readonly MemberWords[] | undefined
  readonly groups?: readonly { readonly name: string; readonly provider?: string }[] | undefined
}

/** An entity as it is stored, so that only what changes is written. */
export type Known = { readonly name: string; readonly description: string | null; readonly document: EntityDocument }

const IDENTIFIED = { members: 'email', groups: 'name', channels: 'name', 'x-cortex-link': 'url' }

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const wordsOf = ({ name = '', email = '', description, roles, notificationsEnabled }: Partial<MemberWords>) => ({
  name,
  email,
  description: description || undefined,
  roles: (roles ?? []).map(role => role.tag ?? role.name),
  isQuiet: notificationsEnabled === false,
})

/** Of one descriptor: `absent` is what removes a key from it. */
class Writer {
  readonly #absent: string | undefined
  readonly #known: Known | undefined
  constructor(absent: string | undefined, known: Known | undefined) {
    this.#absent = absent
    this.#known = known
  }

  /** The `info` of the descriptor; keys without a value are left out. */
  info({ name, description, links, slackChannels, ...team }: Words) {
    const known = this.#known
    return {
      title: known?.name === name ? undefined : name,
      description: this.#text(description, known?.description),
      'x-cortex-link': this.#list(links, known?.document.links),
      'x-cortex-slack': this.#channels(slackChannels),
      'x-cortex-team': this.#team(team),
    }
  }

  #text(text: string | undefined, known: string | null | undefined) {
    if (text === undefined || text === (known ?? '')) return undefined
    return text === '' ? this.#absent : text
  }

  #list<Item extends { readonly description?: string }>(
    items: readonly Item[] | undefined,
    known: readonly Item[] = [],
  ) {
    if (!items || isSame(items, known)) return undefined
    return items.length === 0
      ? this.#absent
      : items.map(item => ({ ...item, description: item.description || this.#absent }))
  }

  #channels(channels: Words['slackChannels']) {
    const written = this.#list(channels, this.#known?.document.slackChannels)
    return Array.isArray(written)
      ? {
          channels: written.map(one => ({
            ...one,
            notificationsEnabled: one.notificationsEnabled ? this.#absent : false,
          })),
        }
      : written
  }

  #team({ summary, members, groups }: Pick<Words, 'summary' | 'members' | 'groups'>) {
    const known = this.#known?.document
    const team = {
      summary: this.#text(summary, known?.team?.summary),
      groups:
        !groups || isSame(groups, known?.team?.groups ?? []) ? undefined : groups.length > 0 ? groups : this.#absent,
      members: this.#members(members, known?.members ?? []),
    }
    return Object.values(team).some(value => value !== undefined) ? team : undefined
  }

  #members(members: Words['members'], known: readonly StoredMember[]) {
    if (!members || isSame(members.map(wordsOf), known.map(wordsOf))) return undefined
    return members.map(member =>
      this.#member(
        member,
        known.filter(({ email }) => email?.toLowerCase() === member.email.toLowerCase()),
      ),
    )
  }

  /** Of someone who is a member already, what is different. */
  #member(member: MemberWords, known: readonly StoredMember[]) {
    const wanted = wordsOf(member)
    const before = known.length === 1 && known[0] ? wordsOf(known[0]) : undefined
    const roles = member.roles.map(({ name, tag }) => (tag === undefined ? name : { tag, name }))
    return {
      name: before?.name === wanted.name ? undefined : wanted.name,
      email: wanted.email,
      description: before?.description === wanted.description ? undefined : (wanted.description ?? this.#absent),
      roles: before && isSame(before.roles, wanted.roles) ? undefined : roles.length > 0 ? roles : this.#absent,
      notificationsEnabled: before?.isQuiet === wanted.isQuiet ? undefined : wanted.isQuiet ? false : this.#absent,
    }
  }
}

const yamlOf = (value: object) => stringify(value, { lineWidth: 0 })

/** The descriptor of something new; `head` is what identifies it. */
export const newText = (head: object, words: Words): string => {
  const { title, ...more } = new Writer(undefined, undefined).info(words)
  return yamlOf({ openapi: '3.0.1', info: { title, ...head, ...more } })
}

export type Edit = { readonly text: string; readonly options: MergeOptions }

/** What to merge into a descriptor, so that it says this. */
export const editOf = (known: Known, words: Words): Edit => {
  const absent = `absent-${randomUUID()}`
  const text = yamlOf({ info: new Writer(absent, known).info(words) })
  return { text, options: { deleteMarkerValue: absent, identifiedBy: IDENTIFIED } }
}
