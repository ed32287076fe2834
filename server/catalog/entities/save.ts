/** Stores what a descriptor says of an entity. */
import type { Kind } from '../../core/changes/writes.ts'
import { readOr } from '../../core/db/rows.ts'
import type { Context } from '../../core/http/mount.ts'
import { nameFault } from '../../core/names/displayed.ts'
import { type Problem, refusedWith } from '../../core/problems/problems.ts'
import { nonEmpty, type Store, saveDescribed, type ToSave, type Writing } from '../descriptors/save.ts'
import { type Violation, violation } from '../descriptors/violations.ts'
import { type Entity, type EntityDocument, NO_DOCUMENT, withAddedGroups } from './document.ts'
import { declaredRelatives, documentOf, type EntityRow, findSource, insertEntity, replaceEntity } from './entities.ts'
import { forcedOver } from './kept-blocks.ts'
import type { WrittenDescriptor, WrittenHow } from './written.ts'

/** 400 with the violations, in the shape in which clients of descriptors expect it. */
export const refused = (violations: Violation[]) =>
  refusedWith({ ok: false, violations }, violations[0]?.description ?? "The descriptor isn't valid.")

/** How an operation says what is wrong. */
export type Refuse = (violations: Violation[]) => Problem

const refuseTaken =
  (refuse: Refuse) =>
  ({ tag }: Entity): never => {
    const description = `An entity with the tag ${tag} already exists.`
    throw refuse([violation({ title: 'Tag exists', description, pointer: '/info/x-cortex-tag' })])
  }

type Seen = Pick<Entity, 'tag' | 'name' | 'type' | 'parents' | 'children'> & {
  readonly description?: string | null | undefined
  readonly document: EntityDocument
  readonly version?: number
}

const lowered = (tags: readonly string[]) => tags.map(tag => tag.toLowerCase())

/** What an auditor wants to see of an entity; the rest of a descriptor only shows as its length. */
const facts = ({ name, type, description, parents, children, document }: Seen) => ({
  name,
  type,
  description: description ?? undefined,
  groups: nonEmpty(document.groups),
  owners: Object.values(document.ownership).some(({ length }) => length > 0) ? document.ownership : undefined,
  links: nonEmpty(document.links),
  metadata: nonEmpty(document.metadata),
  slackChannels: nonEmpty(document.slackChannels),
  git: document.git,
  definition: document.definition,
  members: document.members,
  team: document.team,
  parents: nonEmpty(lowered(parents)),
  children: nonEmpty(lowered(children)),
})

const DESCRIBED: Kind<Seen> = { type: 'ENTITY', idOf: ({ tag }) => tag, facts, isLong: true }

type Stored = EntityRow & { descriptor: string }

type Wrote = (descriptor: WrittenDescriptor) => Promise<void>

const beforeOf = ({ version, updated_at: at, descriptor: source }: Stored) => ({ version, at, source })

const storeThat = (wrote: Wrote): Store<Entity, Seen, Stored> => ({
  kind: DESCRIBED,
  find: (db, { tag }) => findSource(db, tag),
  insert: async (db, { described: entity, source, now }) => {
    const id = await insertEntity(db, { entity, source, now })
    if (id === undefined) return undefined
    await wrote({ id, version: 1, source })
    return entity
  },
  replace: async (db, there, { described: entity, source, now }) => {
    const declared = { ...there, ...(await declaredRelatives(db, there)) }
    const document = readOr(there.id, () => documentOf(there), NO_DOCUMENT)
    const after = { ...entity, document: withAddedGroups(entity.document, document.addedGroups) }
    await replaceEntity(db, declared, { entity: after, source, now })
    if (source !== there.descriptor)
      await wrote({ id: there.id, version: there.version + 1, source, before: beforeOf(there) })
    return { before: { ...declared, document }, after }
  },
  isForcedOver: async (db, there) => (await forcedOver(db, [there])).size > 0,
})

/** A title that hides something is refused, unless it is the one that is stored. @throws Problem 400 */
const checkTitle = async ({ db }: Writing, { tag, name }: Entity, refuse: Refuse) => {
  const fault = nameFault(name)
  if (fault === undefined || (await findSource(db, tag))?.name === name) return
  throw refuse([violation({ title: 'Not allowed', description: `title ${fault}`, pointer: '/info/title' })])
}

/** The outcome for the entity; in a dry run, what it would be. */
export type Outcome = 'CREATED' | 'UPDATED' | 'UNCHANGED'

type Told = {
  readonly how?: WrittenHow
  /** For a caller that stores many descriptors and raises one event for all of them. */
  readonly gather?: (descriptor: WrittenDescriptor) => void
}

/** @throws Problem 400 if `createOnly` and the tag exists, 409 if `version` isn't the stored one */
export const saveEntity = async (
  context: Writing & Pick<Context, 'actor' | 'raise'>,
  { how, gather, ...wanted }: ToSave<Entity> & Told,
  refuse: Refuse = refused,
): Promise<Outcome> => {
  await checkTitle(context, wanted.described, refuse)
  const { actor, raise } = context
  const wrote: Wrote = async descriptor => {
    if (wanted.dryRun === 'rehearsed') return
    if (gather) gather(descriptor)
    else await raise('descriptors', { actor, how, descriptors: [descriptor] })
  }
  const saved = await saveDescribed(context, { ...storeThat(wrote), refuseTaken: refuseTaken(refuse) }, wanted)
  if (saved.outcome !== 'NOTHING') return saved.outcome
  if (!saved.there) return 'CREATED'
  return saved.isSame ? 'UNCHANGED' : 'UPDATED'
}
