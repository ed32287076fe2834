/** Groups that come through the API: they are kept in the entity's document, beside those of its descriptor. */
import { MOST_GROUPS } from '../../../contract/catalog/groups.ts'
import type { Db } from '../../core/db/database.ts'
import { folded } from '../../core/db/folded.ts'
import { storeText } from '../../core/db/search.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { type EntityDocument, withAddedGroups } from '../entities/document.ts'
import { documentOf, type EntityRow, insertGroups, searchText } from '../entities/entities.ts'
import { storeOwn } from '../entities/own.ts'

const isIn = (names: readonly string[]) => {
  const known = new Set(names.map(folded))
  return (name: string) => known.has(folded(name))
}

/** Those that the descriptor names. */
const declaredOf = ({ groups, addedGroups = [] }: EntityDocument) => {
  const isAdded = isIn(addedGroups)
  return groups.filter(name => !isAdded(name))
}

const withGroups = (document: EntityDocument, added: readonly string[]) =>
  withAddedGroups({ ...document, groups: declaredOf(document) }, added)

/** The document with these groups as well. @throws Problem 400 where they are too many */
export const joined = (row: EntityRow, names: readonly string[]): EntityDocument => {
  const document = documentOf(row)
  const isThere = isIn(document.groups)
  const spellings = Map.groupBy(
    names.filter(name => !isThere(name)),
    folded,
  )
  const added = Array.from(spellings.values(), ([first = '']) => first)
  if (document.groups.length + added.length > MOST_GROUPS)
    throw badRequest(`groups: an entity has up to ${MOST_GROUPS} groups, and ${row.tag} would have more.`, 'groups')
  return withGroups(document, [...(document.addedGroups ?? []), ...added])
}

/** The document without these groups. @throws Problem 400 where the descriptor names one of them */
export const left = (row: EntityRow, names: readonly string[]): EntityDocument => {
  const document = documentOf(row)
  const isLeft = isIn(names)
  const declared = declaredOf(document).filter(isLeft)
  if (declared.length > 0)
    throw badRequest(`groups: the descriptor of ${row.tag} names ${declared.join(', ')}. Remove it there.`, 'groups')
  return withGroups(
    document,
    (document.addedGroups ?? []).filter(name => !isLeft(name)),
  )
}

/** Stores the groups of a document. Answers the row as it is now. */
export const storeGroups = async (
  db: Db,
  row: EntityRow,
  { document, now }: { document: EntityDocument; now: number },
): Promise<EntityRow> => {
  const { id } = row
  const change = { document: JSON.stringify(document), updated_at: now, version: row.version + 1 }
  await db.updateTable('entities').set(change).where('id', '=', id).execute()
  await storeOwn(db, id, change.document)
  await storeText(db, 'entity_texts', { id, text: searchText({ ...row, document }) })
  await db.deleteFrom('entity_groups').where('entity_id', '=', id).execute()
  await insertGroups(db, id, { document })
  return { ...row, ...change }
}
