/**
 * What storing a descriptor would change: it is stored by the same code, what is said of the entity is compared with what was said
 * before, and the transaction is undone.
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
import { type Entity, NO_DOCUMENT } from './document.ts'
import { declaredRelatives, documentOf, findSource } from './entities.ts'
import { type Said, saidInBlocks } from './kept-blocks.ts'
import { entitiesTagged } from './named.ts'
import { given } from './owners.ts'
import { inShort, saidOf } from './said.ts'
import { saveEntity } from './save.ts'

/** Tags that are looked up. */
const MOST_ENDS = 1000

/** What is said of an entity now; undefined where there is none. */
const saidNow = async (db: Db, tag: string): Promise<Said[] | undefined> => {
  const row = await findSource(db, tag)
  if (!row) return undefined
  const document = readOr(row.id, () => documentOf(row), NO_DOCUMENT)
  return [...saidOf({ ...row, ...(await declaredRelatives(db, row)), document }), ...(await saidInBlocks(db, row))]
}

/** By subject and name; a name that comes again has a number. */
const byName = (said: readonly Said[]): Map<string, Said> => {
  const all = new Map<string, Said>()
  const times = new Map<string, number>()
  for (const one of said) {
    const key = `${one.subject} ${one.name}`
    const time = times.get(key) ?? 0
    times.set(key, time + 1)
    all.set(`${key}\n${time}`, one)
  }
  return all
}

const isSame = (a: Said, b: Said) => a.value === b.value && a.stamp === b.stamp

const changeOf = (before: Said | undefined, after: Said | undefined): EntityChange | undefined => {
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

export const changesBetween = (before: readonly Said[], after: readonly Said[]): EntityChange[] => {
  const [old, fresh] = [byName(before), byName(after)]
  const keys = new Set([...fresh.keys(), ...old.keys()])
  return [...keys].flatMap(key => changeOf(old.get(key), fresh.get(key)) ?? [])
}

/** What names no entity, by its tag in any letter case. */
const missingOf = async (db: Db, said: readonly Said[]): Promise<EntityPreview['missing']> => {
  const named = said.filter(({ end }) => end !== undefined)
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
  const before = await saidNow(db, tag)
  const outcome = await saveEntity(context, { ...toSave, dryRun: 'rehearsed' })
  const after = (await saidNow(db, tag)) ?? []
  const changes = changesBetween(before ?? [], after)
  return {
    outcome,
    changes: changes.slice(0, MOST_CHANGES),
    total: changes.length,
    missing: await missingOf(db, after),
  }
}
