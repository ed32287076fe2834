/** What an entity is, as read from its descriptor, and what of it is stored beside the source text for reads. */
import type { EntityDetails, EntitySummary } from '../../../contract/catalog/entities.ts'
import { folded } from '../../core/db/folded.ts'

export type Inheritance = 'APPEND' | 'FALLBACK' | 'NONE'
export type Ownership = EntityDetails['ownership']
export type Member = NonNullable<EntitySummary['members']>[number]

/** A member as the descriptor names them, with what only answers about teams carry. */
export type StoredMember = Omit<Member, 'roles'> & {
  /** `tag` where it is not the name. */
  roles: { name: string; tag?: string }[]
  /** Absent: they are notified. */
  notificationsEnabled?: false
}

/** What `x-cortex-team` says beside the members. */
export type TeamBlock = { groups: { name: string; provider?: string }[]; summary?: string }

/** The `document` column: in the very shapes in which an answer carries them, so that a read only parses it. */
export type EntityDocument = {
  /** With those that were added. */
  groups: string[]
  /** Groups that came through the API: they stay when the descriptor is written again. Absent where there are none. */
  addedGroups?: string[]
  links: EntityDetails['links']
  slackChannels: EntityDetails['slackChannels']
  git?: EntityDetails['git']
  metadata: EntityDetails['metadata']
  ownership: Ownership
  definition?: unknown
  members?: StoredMember[]
  team?: TeamBlock
  /** The blocks of which other slices keep rows; absent where there are none. */
  declares?: (keyof Declared)[]
}

/** `method` and `path` are of an endpoint that is called, and '' without one. */
export type DeclaredDependency = {
  tag: string
  method: string
  path: string
  description: string | undefined
  /** JSON, numbers as written. */
  metadata: string | undefined
}

/** Tags of entities; they may not exist yet. */
export type DeclaredRelationship = {
  type: string
  destinations: string[]
  sources: string[]
  /** Where it is in the descriptor. */
  pointer: string
  lines?: { startLine: number; endLine: number }
}

/** `value` is JSON, numbers as written. */
export type DeclaredData = { key: string; value: string; description: string | undefined }

/** What a descriptor says in the blocks of which other slices keep rows: see `kept-blocks.ts`. */
export type Declared = {
  readonly customData: readonly DeclaredData[]
  readonly dependencies: readonly DeclaredDependency[]
  readonly relationships: readonly DeclaredRelationship[]
}

const isOwnership = (value: Ownership | undefined) =>
  Array.isArray(value?.groups) && Array.isArray(value.emails) && Array.isArray(value.slackChannels)

/** On every read, so without lists of what to look at. */
const isDocument = ({ groups, links, slackChannels, metadata, ownership }: Partial<EntityDocument>) =>
  Array.isArray(groups) &&
  Array.isArray(links) &&
  Array.isArray(slackChannels) &&
  Array.isArray(metadata) &&
  isOwnership(ownership)

/** Of the `document` column. @throws Error where it is none: saving the descriptor again rewrites it */
export const readDocument = (text: string): EntityDocument => {
  const document: EntityDocument | null = JSON.parse(text)
  if (!document || !isDocument(document)) throw new Error('the stored document is not one of an entity')
  return document
}

/** A descriptor's groups with those that were added; one that the descriptor names is no longer an added one. */
export const withAddedGroups = ({ addedGroups: _, ...document }: EntityDocument, added: readonly string[] = []) => {
  const declared = new Set(document.groups.map(folded))
  const more = added.filter(name => !declared.has(folded(name)))
  return more.length === 0 ? document : { ...document, groups: [...document.groups, ...more], addedGroups: more }
}

/** Of an entity whose stored document cannot be read. */
export const NO_DOCUMENT: EntityDocument = {
  groups: [],
  links: [],
  slackChannels: [],
  metadata: [],
  ownership: { groups: [], emails: [], slackChannels: [] },
}

/** Owners in the order of the descriptor, for matching. */
export type OwnerName = { kind: 'EMAIL' | 'GROUP' | 'SLACK'; name: string; provider: string | undefined }

export type Entity = {
  tag: string
  type: string
  name: string
  description: string | undefined
  document: EntityDocument
  owners: OwnerName[]
  /** Tags; they may name entities that do not exist yet. */
  parents: string[]
  children: string[]
  declared: Declared
}
