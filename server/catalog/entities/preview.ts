/**
 * What storing a descriptor would change. The same code stores it, the entity's aspects are compared with those before, and the
 * transaction is rolled back.
 */
import {
  type EntityChange,
  type EntityPreview,
  MOST_CHANGES,
  MOST_MISSING,
} from '../../../contract/catalog/previews.ts'
import type { Db } from '../../core/db/database.ts'
import { readOr } from '../../core/db/rows.ts'
import type { Context } from '../../core/http/mount.ts'
import type { ToSave } from '../descriptors/save.ts'
import { aspectsOf, inShort } from './aspects.ts'
import { type Entity, NO_DOCUMENT } from './document.ts'
import { declaredRelatives, documentOf, findSource } from './entities.ts'
import { aspectsIn, type EntityAspect } from './kept-blocks.ts'
import { entitiesTagged } from './named.ts'
import { given } from './owners.ts'
import { saveEntity } from './save.ts'

/** Tags that are looked up. */
const MOST_ENDS = 1000

/** The aspects of a stored entity; undefined if it doesn't exist. */
const currentAspects = async (db: Db, tag: string): Promise<EntityAspect[] | undefined> => {
  const row = await findSource(db, tag)
  if (!row) return undefined
  const document = readOr(row.id, () => documentOf(row), NO_DOCUMENT)
  return [...aspectsOf({ ...row, ...(await declaredRelatives(db, row)), document }), ...(await aspectsIn(db, row))]
}

/** By subject, name and occurrence: a name can appear more than once. */
const byName = (aspects: readonly EntityAspect[]): Map<string, EntityAspect> => {
  const all = new Map<string, EntityAspect>()
  const times = new Map<string, number>()
  for (const one of aspects) {
    const key = `${one.subject} ${one.name}`
    const time = times.get(key) ?? 0
    times.set(key, time + 1)
    all.set(`${key}\n${time}`, one)
  }
  return all
}

const isSame = (a: EntityAspect, b: EntityAspect) => a.value === b.value && a.stamp === b.stamp

const changeOf = (before: EntityAspect | undefined, after: EntityAspect | undefined): EntityChange | undefined => {
  const named = after ?? before
  if (!named || (before && after && isSame(before, after))) return undefined
  return {
    subject: named.subject,
    change: before && after ? 'CHANGED' : after ? 'ADDED' : 'REMOVED',
    name: inShort(named.name),
    ...given('before', before?.value),
    ...given('after', after?.value),
  }
}

export const changesBetween = (before: readonly EntityAspect[], after: readonly EntityAspect[]): EntityChange[] => {
  const [old, fresh] = [byName(before), byName(after)]
  const keys = new Set([...fresh.keys(), ...old.keys()])
  return [...keys].flatMap(key => changeOf(old.get(key), fresh.get(key)) ?? [])
}

/** References to entities that don't exist. Letter case doesn't count. */
const missingOf = async (db: Db, aspects: readonly EntityAspect[]): Promise<EntityPreview['missing']> => {
  const named = aspects.filter(({ end }) => end !== undefined)
  const ends = [...new Set(named.map(({ end = '' }) => end.toLowerCase()))].slice(0, MOST_ENDS)
  const there = await entitiesTagged(db, ends)
  const gone = new Set(ends.filter(end => !there.has(end)))
  const missing = named.filter(({ end = '' }) => gone.has(end.toLowerCase()))
  return missing.slice(0, MOST_MISSING).map(({ subject, end = '' }) => ({ subject, name: end }))
}

/** @throws Problem what storing would be refused with */
export const previewEntity = async (context: Context, toSave: ToSave<Entity>): Promise<EntityPreview> => {
  const { db } = context
  const { tag } = toSave.described
  const before = await currentAspects(db, tag)
  const outcome = await saveEntity(context, { ...toSave, dryRun: 'rehearsed' })
  const after = (await currentAspects(db, tag)) ?? []
  const changes = changesBetween(before ?? [], after)
  return {
    outcome,
    changes: changes.slice(0, MOST_CHANGES),
    total: changes.length,
    missing: await missingOf(db, after),
  }
}
