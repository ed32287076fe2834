/** Stores what a descriptor says of an entity. */
import type { Kind } from '../../core/changes/writes.ts'
import { readOr } from '../../core/db/rows.ts'
import type { Context } from '../../core/http/mount.ts'
import { nameFault } from '../../core/names/displayed.ts'
import { type Problem, refusedWith } from '../../core/problems/problems.ts'
import { nonEmpty, type Store, saveDescribed, type ToSave } from '../descriptors/save.ts'
import { type Violation, violation } from '../descriptors/violations.ts'
import { type Entity, type EntityDocument, NO_DOCUMENT, withAddedGroups } from './document.ts'
import { declaredRelatives, documentOf, type EntityRow, findSource, insertEntity, replaceEntity } from './entities.ts'
import { isForcedOver } from './kept-blocks.ts'

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

const STORE: Store<Entity, Seen, Stored> = {
  kind: DESCRIBED,
  find: (db, { tag }) => findSource(db, tag),
  insert: async (db, { described: entity, source, now }) =>
    (await insertEntity(db, { entity, source, now })) === undefined ? undefined : entity,
  replace: async (db, there, { described: entity, source, now }) => {
    const declared = { ...there, ...(await declaredRelatives(db, there)) }
    const document = readOr(there.id, () => documentOf(there), NO_DOCUMENT)
    const after = { ...entity, document: withAddedGroups(entity.document, document.addedGroups) }
    await replaceEntity(db, declared, { entity: after, source, now })
    return { before: { ...declared, document }, after }
  },
  isForcedOver,
}

/** A title that hides something is refused, unless it is the one that is stored. @throws Problem 400 */
const checkTitle = async ({ db }: Context, { tag, name }: Entity, refuse: Refuse) => {
  const fault = nameFault(name)
  if (fault === undefined || (await findSource(db, tag))?.name === name) return
  throw refuse([violation({ title: 'Not allowed', description: `title ${fault}`, pointer: '/info/title' })])
}

/**
 * Answers whether the entity is new, or would be, and whether anything was stored.
 * @throws Problem 400 where `createOnly` meets an existing tag, 409 where `version` is not the one stored
 */
export const saveEntity = async (
  context: Context,
  wanted: ToSave<Entity>,
  refuse: Refuse = refused,
): Promise<{ isNew: boolean; isChanged: boolean }> => {
  await checkTitle(context, wanted.described, refuse)
  const saved = await saveDescribed(context, { ...STORE, refuseTaken: refuseTaken(refuse) }, wanted)
  const isNew = saved.outcome === 'NOTHING' ? saved.there === undefined : saved.outcome === 'CREATED'
  return { isNew, isChanged: saved.outcome !== 'NOTHING' }
}
