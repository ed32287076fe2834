import * as contract from '../../../contract/catalog/catalog.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import type { Database } from '../../core/db/database.ts'
import { Answer, type Context, JsonText, on, PrepareAgain, type Route } from '../../core/http/mount.ts'
import { readerFor } from '../descriptors/reading.ts'
import { type Described, isEntityId } from './descriptor.ts'
import {
  deleteEntity,
  documentOf,
  ENTITY_COLUMNS,
  type EntityRow,
  findEntity,
  findSource,
  noSuchEntity,
  setArchived,
} from './entities.ts'
import { Family } from './family.ts'
import { familyReader } from './hierarchy.ts'
import { entitiesAsText, entityWithFamily, familyAsText } from './long-reads.ts'
import { depthOf, presentEntity } from './present.ts'
import { describeSoon, descriptorJsonSoon, patchSoon, tagInSoon } from './reading.ts'
import { refused, saveEntity } from './save.ts'
import { listChoices } from './search.ts'

const ENTITY: Kind<EntityRow> = { type: 'ENTITY', idOf: ({ tag }) => tag, facts: ({ name, type }) => ({ name, type }) }
const ARCHIVING: Kind<EntityRow> = { ...ENTITY, facts: row => ({ isArchived: row.archived_at !== null }) }
const NO_FAMILY = new Family([])
const WHOLE = { depth: { levels: Number.POSITIVE_INFINITY, withGroups: false }, withOwners: true }
const OWNED = { owners: true, groups: false }

/** Whether any descriptor names the entity as a parent or a child; most are named by none. */
const RELATED = `exists (select 1 from entity_edges where child_tag = entities.tag)
  or exists (select 1 from entity_edges where parent_tag = entities.tag)`

type ReadRow = EntityRow & { related: number | boolean }

/** The hot path: compiled statements, and no query builder. */
const entityReader = (database: Database) => {
  const by = (column: 'id' | 'tag') =>
    database.statement<ReadRow>(
      `select ${ENTITY_COLUMNS.join(', ')}, (${RELATED}) as related from entities where ${column} = $1`,
    )
  const [byId, byTag] = [by('id'), by('tag')]
  return async (tagOrId: string): Promise<ReadRow> => {
    const [row] = await (isEntityId(tagOrId) ? byId : byTag)([tagOrId])
    if (!row) throw noSuchEntity(tagOrId)
    return row
  }
}

const prepareReaders = (database: Database) => ({
  readEntity: entityReader(database),
  readFamily: familyReader(database),
})

const prepared = new WeakMap<Database, ReturnType<typeof prepareReaders>>()

/** The compiled statements of this database, made once. */
const readersOf = ({ services: { database } }: Context) => {
  const readers = prepared.get(database) ?? prepareReaders(database)
  prepared.set(database, readers)
  return readers
}

const archive = async (
  { db, now, changed, nothing }: Context,
  { tagOrId, version, isArchived }: { tagOrId: string; version: number | undefined; isArchived: boolean },
  family: Family | string,
) => {
  const row = await findEntity(db, tagOrId)
  expectVersion(row, version)
  const isChanged = await setArchived(db, row, { archivedAt: isArchived ? now : null, now })
  const after = await findEntity(db, row.id)
  if (isChanged) await changed(ARCHIVING, row, after)
  else nothing()
  const entity = { row: after, document: documentOf(after) }
  return typeof family === 'string' ? entityWithFamily(entity, family, WHOLE) : presentEntity(entity, family, WHOLE)
}

/** Of any size: what an answer says of it does not change with the entity itself. */
const familyOf = async ({ params }: { params: { tagOrId: string } }, context: Context): Promise<Family | string> => {
  const { readEntity, readFamily } = readersOf(context)
  const row = await readEntity(params.tagOrId)
  return (await readFamily(row, OWNED)) ?? context.aside(familyAsText, row.id, { wanted: OWNED, options: WHOLE })
}

export const catalogRoutes: readonly Route[] = [
  on(contract.getEntity, {
    handle: async ({ params, query }, context) => {
      const { actor, aside } = context
      const { readEntity, readFamily } = readersOf(context)
      const row = await readEntity(params.tagOrId)
      const [depth, withOwners] = [depthOf(query), query.includeOwners !== false]
      const document = documentOf(row)
      const hasFamily = row.related || document.ownership.groups.length > 0
      const wanted = { owners: withOwners, groups: depth.withGroups }
      const options = { depth, withOwners, asker: askerOf(query, actor) }
      const family = hasFamily ? await readFamily(row, wanted) : NO_FAMILY
      return family
        ? presentEntity({ row, document }, family, options)
        : entityWithFamily({ row, document }, await aside(familyAsText, row.id, { wanted, options }), options)
    },
  }),

  on(contract.listEntities, {
    handle: async ({ query }, { aside }) => new JsonText(await aside(entitiesAsText, query)),
  }),

  on(contract.upsertEntity, {
    prepare: async ({ body }, context) => accepted(await describeSoon(readerFor(context), body)),
    handle: async ({ body, query, version }, context, { entity, violations }) => {
      const createOnly = query.mode === 'CREATE'
      await saveEntity(context, { described: entity, source: body, version, createOnly, dryRun: query.dryRun })
      return { ok: true, violations }
    },
  }),

  on(contract.patchEntity, {
    prepare: async ({ body, query }, context) => {
      const reader = readerFor(context)
      const { tag, violations } = await tagInSoon(reader, body)
      if (tag === undefined) throw refused(violations)
      const basis = await findSource(context.db, tag)
      if (!basis && query.failIfEntityDoesNotExist) throw noSuchEntity(tag)
      const merge = { existing: basis?.descriptor, text: body, options: query }
      return { tag, basis, patched: await patchSoon(reader, merge) }
    },
    handle: async ({ query, version }, context, { tag, basis, patched }) => {
      const there = await findSource(context.db, tag)
      if (!there && query.failIfEntityDoesNotExist) throw noSuchEntity(tag)
      const isFresh = there?.id === basis?.id && there?.version === basis?.version
      if (!isFresh) throw new PrepareAgain() // someone was faster: merge again, into what they wrote
      const { text, ...described } = patched
      const { entity, violations } = accepted(described)
      const toSave = { described: entity, source: text, version, dryRun: query.dryRun }
      const { isNew } = await saveEntity(context, toSave)
      return new Answer(isNew && !query.dryRun ? 201 : 200, { ok: true, violations })
    },
  }),

  on(contract.deleteEntity, {
    handle: async ({ params }, { db, removed }) => {
      const row = await findEntity(db, params.tagOrId)
      await deleteEntity(db, row)
      await removed(ENTITY, row)
      return undefined
    },
  }),

  on(contract.getEntityDescriptor, {
    handle: async ({ params, query }, context) => {
      const { tag } = await readersOf(context).readEntity(params.tagOrId)
      const source = await findSource(context.db, tag)
      if (!source) throw noSuchEntity(params.tagOrId)
      return query.yaml
        ? new Answer(200, source.descriptor, { 'content-type': 'application/yaml; charset=utf-8' })
        : new Answer(200, await descriptorJsonSoon(readerFor(context), source.descriptor), {
            'content-type': 'application/json; charset=utf-8',
          })
    },
  }),

  on(contract.archiveEntity, {
    prepare: familyOf,
    handle: ({ params, version }, context, family) =>
      archive(context, { tagOrId: params.tagOrId, version, isArchived: true }, family),
  }),

  on(contract.unarchiveEntity, {
    prepare: familyOf,
    handle: ({ params, version }, context, family) =>
      archive(context, { tagOrId: params.tagOrId, version, isArchived: false }, family),
  }),

  on(contract.listCatalogFilters, { handle: (_, { db }) => listChoices(db) }),
]

/** @throws Problem 400 with the violations that refuse the descriptor */
const accepted = ({ entity, violations }: Described) => {
  if (!entity) throw refused(violations)
  return { entity, violations }
}

const askerOf = (query: { abilities?: boolean }, actor: Actor) => (query.abilities ? actor : undefined)
