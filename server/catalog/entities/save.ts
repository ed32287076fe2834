/** Stores what a descriptor says: creates or replaces the entity and leaves the audit row that says what changed. */

import { changesBetween } from '../../core/changes/audit.ts'
import { shortened } from '../../core/changes/shortened.ts'
import { readOr } from '../../core/db/rows.ts'
import type { Flag } from '../../core/db/tables.ts'
import type { Context } from '../../core/http/mount.ts'
import { nameFault } from '../../core/names/displayed.ts'
import { changedMeanwhile, refusedWith } from '../../core/problems/problems.ts'
import { type Violation, violation } from '../descriptors/violations.ts'
import { type Entity, NO_DOCUMENT } from './document.ts'
import {
  declaredRelatives,
  documentOf,
  type EntityRow,
  findSource,
  insertEntity,
  replaceEntity,
  requireVersion,
} from './entities.ts'

export type Saved = 'CREATED' | 'UPDATED' | 'UNCHANGED'

export type ToSave = {
  readonly entity: Entity
  /** The descriptor as written. */
  readonly source: string
  readonly version?: number | undefined
  /** Refuses a tag that exists. */
  readonly createOnly?: boolean | undefined
  /** Refuses what storing would refuse, and stores nothing. */
  readonly dryRun?: boolean | undefined
  /** Set where it comes with the sample catalog. */
  readonly sample?: Flag | undefined
}

/** 400 with the violations, in the shape in which clients of descriptors expect it. */
export const refused = (violations: Violation[]) =>
  refusedWith({ ok: false, violations }, violations[0]?.description ?? 'The descriptor is not valid.')

const tagTaken = (tag: string) =>
  refused([
    violation({
      title: 'Tag exists',
      description: `There is an entity with the tag ${tag} already.`,
      pointer: '/info/x-cortex-tag',
    }),
  ])

/** A title that hides something is refused, unless it is the one that is stored. @throws Problem 400 */
const checkTitle = async ({ db }: Context, { tag, name }: Entity) => {
  const fault = nameFault(name)
  if (fault === undefined || (await findSource(db, tag))?.name === name) return
  throw refused([violation({ title: 'Not allowed', description: `title ${fault}`, pointer: '/info/title' })])
}

/** @throws Problem 400 where `createOnly` meets an existing tag, 409 where `version` is not the one stored */
export const saveEntity = async (context: Context, wanted: ToSave): Promise<Saved> => {
  const { entity, version, createOnly, dryRun } = wanted
  await checkTitle(context, entity)
  const tryFirst = version === undefined && !dryRun // a version means that it must be there
  if (tryFirst && (await create(context, wanted))) return 'CREATED'
  const there = await findSource(context.db, entity.tag)
  if (there && createOnly) throw tagTaken(entity.tag)
  if (!there && version !== undefined) throw changedMeanwhile()
  if (there) requireVersion(there, version)
  if (!there || dryRun || there.descriptor === wanted.source) {
    context.nothingWritten()
    return there ? 'UNCHANGED' : 'CREATED'
  }
  await replace(context, there, wanted)
  return 'UPDATED'
}

const create = async ({ db, now, audit }: Context, { entity, source, sample }: ToSave): Promise<boolean> => {
  const id = await insertEntity(db, { entity, source, now, sample })
  if (id === undefined) return false
  const changes = shortened(changesBetween({}, auditable({ ...entity, ...entity.document })))
  await audit({ action: 'CREATE', objectType: 'ENTITY', objectIdentifier: entity.tag, changes })
  return true
}

type Stored = EntityRow & { descriptor: string }

const replace = async ({ db, now, audit }: Context, row: Stored, { entity, source }: ToSave) => {
  const declared = { ...row, ...(await declaredRelatives(db, row)) }
  const document = readOr(row.id, () => documentOf(row), NO_DOCUMENT)
  const was = auditable({ ...declared, ...document })
  await replaceEntity(db, declared, { entity, source, now })
  const changes = shortened({
    ...changesBetween(was, auditable({ ...entity, ...entity.document })),
    descriptor: { before: `${row.descriptor.length} characters`, after: `${source.length} characters` },
  })
  await audit({ action: 'UPDATE', objectType: 'ENTITY', objectIdentifier: entity.tag, changes })
}

type Auditable = Pick<Entity, 'name' | 'type' | 'parents' | 'children'> &
  Entity['document'] & { description: string | null | undefined }

/** What an auditor wants to see of an entity; the rest of a descriptor only shows as its length. */
const auditable = ({
  name,
  type,
  description,
  parents,
  children,
  ...document
}: Auditable): Record<string, unknown> => ({
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
  parents: nonEmpty(parents),
  children: nonEmpty(children),
})

const nonEmpty = <Item>(list: Item[]) => (list.length > 0 ? list : undefined)
