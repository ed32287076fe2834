/** The parts of every entity, in the order in which answers carry them, and those that other slices add. */
import type { Member, StoredMember } from './document.ts'
import { ownerEdges } from './owner-edges.ts'
import type { EntityPart, ReadPart } from './part.ts'

const always = (name: string) => ({ detail: { name }, row: { name } })

const listed = ({ notificationsEnabled: _, roles, ...member }: StoredMember): Member => ({
  ...member,
  roles: roles.map(({ name }) => ({ name })),
})

export const PARTS: readonly EntityPart[] = [
  { ...always('groups'), own: ({ groups }) => groups },
  {
    detail: { name: 'links' },
    row: { name: 'links', isAsked: ({ includeLinks }) => includeLinks === true, otherwise: '[]' },
    own: ({ links }) => links,
  },
  {
    detail: { name: 'slackChannels' },
    row: {
      name: 'slackChannels',
      isAsked: ({ includeSlackChannels }) => includeSlackChannels === true,
      otherwise: '[]',
    },
    own: ({ slackChannels }) => slackChannels,
  },
  { ...always('git'), own: ({ git }) => git },
  { detail: { name: 'ownership' }, own: ({ ownership }) => ownership },
  {
    detail: { name: 'ownersV2', isAsked: ({ includeOwners }) => includeOwners !== false },
    row: { name: 'owners', isAsked: ({ includeOwners }) => includeOwners === true },
    get reads() {
      return ownerEdges().flatMap(({ reads }) => reads)
    },
    read:
      ({ relatives }) =>
      ({ tag }, ownership) =>
        relatives.ownersOf(tag, ownership),
  },
  {
    ...always('hierarchy'),
    reads: [],
    read:
      ({ relatives, depth }) =>
      ({ tag }) =>
        relatives.hierarchyOf(tag, depth),
  },
  { detail: { name: 'definition' }, own: ({ definition }) => definition },
  {
    row: {
      name: 'members',
      isAsked: ({ includeNestedFields }, { type }) =>
        type === 'team' && includeNestedFields?.includes('team:members') === true,
    },
    own: ({ members = [] }) => members.map(listed),
  },
]

/** Of a row that was read with the part. */
export const columnOf = (part: EntityPart) => `part_${nameOf(part)}` as const

let added: readonly ReadPart[] = []

export const nameOf = ({ detail, row }: EntityPart) => detail?.name ?? row?.name ?? ''

/**
 * Adds a part to every entity. A slice calls it once, at the top level of a module that its object names in `longReads`: the app loads
 * those modules, and so do the threads that read lists. Their order differs, so parts are in the order of their names.
 */
export const entityPart = (part: ReadPart): ReadPart => {
  added = [...added, part].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  return part
}

export const addedParts = (): readonly ReadPart[] => added
