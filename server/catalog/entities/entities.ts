/** Entities as they are stored: the source text, what reads need of it, and rows for matching. */
import type { Selectable } from 'kysely'
import { inChunks } from '../../core/db/chunks.ts'
import { compiled, compiledRows } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import { folded } from '../../core/db/folded.ts'
import { newId } from '../../core/db/ids.ts'
import { readOr } from '../../core/db/rows.ts'
import { storeText, withBeginnings } from '../../core/db/search.ts'
import type { Flag, Sources } from '../../core/db/tables.ts'
import { notFound } from '../../core/problems/problems.ts'
import { comparableEmail } from '../../identity/emails/comparable.ts'
import { type Entity, type EntityDocument, readDocument } from './document.ts'
import { isEntityId } from './identifiers.ts'
import { keepBlocks } from './kept-blocks.ts'
import { storeOwn } from './own.ts'
import type { Entities, EntityEdges, EntityGroups, EntityOwners } from './tables.ts'

export type EntityRow = Omit<Selectable<Entities>, 'git_repository' | 'folded_name'>

export const ENTITY_COLUMNS = [
  'id',
  'tag',
  'type',
  'name',
  'description',
  'document',
  'archived_at',
  'created_at',
  'updated_at',
  'sample',
  'violates_schema',
  'version',
] as const

export const documentOf = (row: Pick<EntityRow, 'document'>): EntityDocument => readDocument(row.document)

export const noSuchEntity = (tagOrId: string) => notFound(`No entity has the tag or identifier ${tagOrId}.`)

/** @throws Problem 404 */
export const findEntity = async (db: Db, tagOrId: string): Promise<EntityRow> => {
  const key = isEntityId(tagOrId) ? 'id' : 'tag'
  const row = await db.selectFrom('entities').select(ENTITY_COLUMNS).where(key, '=', tagOrId).executeTakeFirst()
  if (!row) throw noSuchEntity(tagOrId)
  return row
}

const selectSource = compiled((db, { tag }: { tag: string }) =>
  db
    .selectFrom('entities as e')
    .innerJoin('entity_sources as s', 's.id', 'e.id')
    .select(ENTITY_COLUMNS.map(column => `e.${column}` as const))
    .select('s.descriptor')
    .where('e.tag', '=', tag),
)

/** The row with its source text; undefined where there is none with this tag. */
export const findSource = async (db: Db, tag: string) => (await selectSource(db, { tag }))[0]

const SEARCHED_DESCRIPTION = 2000
const oneLine = (text: string) => folded(text).replace(/\s+/g, ' ')

type Searched = Pick<Entity, 'tag' | 'name' | 'document'> & { readonly description: string | null | undefined }

/** `tag`, line break, `name`, tab, the rest, then the words: where a word stands says how well it matches. See `search.ts`. */
export const searchText = ({ tag, name, description, document }: Searched) => {
  const rest = [description?.slice(0, SEARCHED_DESCRIPTION) ?? '', ...document.groups]
  return withBeginnings(`${oneLine(tag)}\n${oneLine(name)}\t${rest.map(oneLine).join(' ')}`.toWellFormed())
}

const SORTED_NAME = 200

/** The sort key of a name: its beginning, so that the index has no long texts. */
export const sortedName = (name: string) => folded(name.slice(0, SORTED_NAME).toWellFormed())

const contentOf = (entity: Entity) => ({
  type: entity.type,
  name: entity.name,
  folded_name: sortedName(entity.name),
  description: entity.description ?? null,
  document: JSON.stringify(entity.document),
  violates_schema: 0 as const,
  git_repository: entity.document.git?.repository.toLowerCase() ?? null,
})

export type NewEntity = {
  readonly entity: Entity
  readonly source: string
  readonly now: number
  readonly sample?: Flag | undefined
}

const insertRow = compiled((db, row: Selectable<Entities>) =>
  db
    .insertInto('entities')
    .values(row)
    .onConflict(on => on.column('tag').doNothing())
    .returning('id'),
)

const insertSource = compiled((db, row: Sources) => db.insertInto('entity_sources').values(row))

/** Adds an entity. Answers its id, or undefined where the tag is taken already. */
export const insertEntity = async (
  db: Db,
  { entity, source, now, sample = 0 }: NewEntity,
): Promise<string | undefined> => {
  const id = newId('en')
  const row = { id, tag: entity.tag, archived_at: null, created_at: now, updated_at: now, sample, version: 1 }
  const content = contentOf(entity)
  const inserted = await insertRow(db, { ...row, ...content })
  if (inserted.length === 0) return undefined
  await insertSource(db, { id, descriptor: source })
  await storeText(db, 'entity_texts', { id, text: searchText(entity) })
  await storeOwn(db, id, content.document)
  await insertGroups(db, id, entity)
  await insertMembers(db, id, entity)
  await insertTeamGroups(db, id, entity)
  await insertOwners(db, id, entity)
  await insertEdges(db, id, entity)
  await keepBlocks(db, { id, tag: entity.tag, now, isNew: true, declared: entity.declared })
  return id
}

type Change = ReturnType<typeof contentOf> & {
  readonly id: string
  readonly updated_at: number
  readonly version: number
}

const updateRow = compiled((db, { id, ...change }: Change) =>
  db.updateTable('entities').set(change).where('id', '=', id),
)

const updateSource = compiled((db, { id, descriptor }: Sources) =>
  db.updateTable('entity_sources').set({ descriptor }).where('id', '=', id),
)

/** An entity as it is stored, with the relatives that its own descriptor declares. */
export type DeclaredEntity = EntityRow & Pick<Entity, 'parents' | 'children'>

const lowered = ({ parents, children }: Pick<Entity, 'parents' | 'children'>) =>
  [parents, children].map(tags => tags.map(tag => tag.toLowerCase()))

const isSame = (before: unknown, after: unknown) => JSON.stringify(before) === JSON.stringify(after)

/** Replaces what an entity says of itself; id, tag and whether it is archived stay. Of its parts only those that changed are written. */
export const replaceEntity = async (db: Db, row: DeclaredEntity, { entity, source, now }: NewEntity) => {
  const { id } = row
  const document = readOr<EntityDocument | undefined>(row.id, () => documentOf(row), undefined)
  const change = { ...contentOf(entity), updated_at: now, version: row.version + 1 }
  await updateRow(db, { id, ...change })
  await updateSource(db, { id, descriptor: source })
  if (change.document !== row.document) await storeOwn(db, id, change.document)
  const text = searchText(entity)
  if (!document || searchText({ ...row, document }) !== text) await storeText(db, 'entity_texts', { id, text })
  if (!isSame(document?.groups, entity.document.groups)) {
    await db.deleteFrom('entity_groups').where('entity_id', '=', id).execute()
    await insertGroups(db, id, entity)
  }
  if (!isSame(document?.members, entity.document.members)) {
    await db.deleteFrom('entity_members').where('entity_id', '=', id).execute()
    await insertMembers(db, id, entity)
  }
  if (!isSame(document?.team, entity.document.team)) {
    await db.deleteFrom('entity_team_groups').where('entity_id', '=', id).execute()
    await insertTeamGroups(db, id, entity)
  }
  if (!isSame(document?.ownership, entity.document.ownership)) {
    await db.deleteFrom('entity_owners').where('entity_id', '=', id).execute()
    await insertOwners(db, id, entity)
  }
  if (!isSame(lowered(row), lowered(entity))) {
    await db.deleteFrom('entity_edges').where('declared_by', '=', id).execute()
    await insertEdges(db, id, entity)
  }
  await keepBlocks(db, { id, tag: row.tag, now, declared: entity.declared, before: document })
}

const insertGroupRows = compiledRows((db, rows: readonly EntityGroups[]) => db.insertInto('entity_groups').values(rows))

export const insertGroups = (db: Db, id: string, { document }: Pick<Entity, 'document'>) => {
  const groups = document.groups.map(name => ({ entity_id: id, name, folded: folded(name) }))
  return inChunks(groups, rows => insertGroupRows(db, rows))
}

export const insertMembers = (db: Db, id: string, { document }: Pick<Entity, 'document'>) => {
  const members = (document.members ?? []).flatMap(({ email }, position) =>
    email === undefined ? [] : [{ entity_id: id, position, email: comparableEmail(email) }],
  )
  return inChunks(members, rows => db.insertInto('entity_members').values(rows).execute())
}

/** The names of groups, and their providers, in the form in which owners are compared with them. */
export const insertTeamGroups = (db: Db, id: string, { document }: Pick<Entity, 'document'>) => {
  const groups = (document.team?.groups ?? []).map(({ name, provider = '' }, position) => {
    return { entity_id: id, position, name: name.toLowerCase(), provider }
  })
  return inChunks(groups, rows => db.insertInto('entity_team_groups').values(rows).execute())
}

const insertOwnerRows = compiledRows((db, rows: readonly EntityOwners[]) => db.insertInto('entity_owners').values(rows))

/** Each once, so that counting rows counts entities. */
const insertOwners = (db: Db, id: string, { owners }: Entity) => {
  const named = owners.map(({ kind, name, provider }, position) => ({
    entity_id: id,
    position,
    kind,
    name: name.toLowerCase(),
    provider: provider ?? null,
  }))
  const owned = [...new Map(named.toReversed().map(owner => [`${owner.kind} ${owner.name}`, owner])).values()]
  return inChunks(owned, rows => insertOwnerRows(db, rows))
}

const insertEdgeRows = compiledRows((db, rows: readonly EntityEdges[]) => db.insertInto('entity_edges').values(rows))

/** The rows of what a descriptor says of relatives. */
export const edgesOf = (id: string, { tag, parents, children }: Pick<Entity, 'tag' | 'parents' | 'children'>) => {
  const edge = (parent: string, child: string, position: number) => ({
    declared_by: id,
    parent_tag: parent.toLowerCase(),
    child_tag: child.toLowerCase(),
    position,
  })
  const edges = [
    ...parents.map((parent, position) => edge(parent, tag, position)),
    ...children.map((child, position) => edge(tag, child, position)),
  ]
  const once = new Map(edges.toReversed().map(one => [`${one.parent_tag}\n${one.child_tag}`, one]))
  return [...once.values()]
}

const insertEdges = (db: Db, id: string, entity: Entity) =>
  inChunks(edgesOf(id, entity), rows => insertEdgeRows(db, rows))

const selectEdges = compiled((db, { id }: { id: string }) =>
  db.selectFrom('entity_edges').select(['parent_tag', 'child_tag']).where('declared_by', '=', id).orderBy('position'),
)

/** The relatives that an entity's own descriptor declares, in lower case. */
export const declaredRelatives = async (db: Db, { id, tag }: Pick<EntityRow, 'id' | 'tag'>) => {
  const edges = await selectEdges(db, { id })
  const own = tag.toLowerCase()
  return {
    parents: edges.filter(edge => edge.child_tag === own).map(edge => edge.parent_tag),
    children: edges.filter(edge => edge.parent_tag === own).map(edge => edge.child_tag),
  }
}

export const deleteEntity = async (db: Db, row: EntityRow) => {
  await db.deleteFrom('entities').where('id', '=', row.id).execute()
}

/** Archives or brings back. Answers whether anything changed. */
export const setArchived = async (
  db: Db,
  row: EntityRow,
  { archivedAt, now }: { archivedAt: number | null; now: number },
): Promise<boolean> => {
  if ((row.archived_at === null) === (archivedAt === null)) return false
  await db
    .updateTable('entities')
    .set({ archived_at: archivedAt, updated_at: now, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
  return true
}
