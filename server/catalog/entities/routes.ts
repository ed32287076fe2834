import * as contract from '../../../contract/catalog/catalog.ts'
import { type Context, on, PrepareAgain, type Route } from '../../core/http/mount.ts'
import { Answer, JsonText } from '../../core/http/send.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { readerFor } from '../descriptors/reading.ts'
import type { ToSave } from '../descriptors/save.ts'
import { depthOf, entityText, ownershipOf } from './answers.ts'
import { archive, ENTITY } from './archiving.ts'
import { checkDefinition, expectSameType } from './definitions.ts'
import type { Described } from './descriptor.ts'
import type { Entity } from './document.ts'
import { deleteEntity, findSource, noSuchEntity } from './entities.ts'
import { entityTag, namesTag } from './entity-tag.ts'
import { blockWarnings } from './kept-blocks.ts'
import { choicesAsText, countsAsText, entitiesAsText } from './long-reads.ts'
import { onEntity } from './on-entity.ts'
import { ownTextsOf } from './own.ts'
import type { Relatives } from './part.ts'
import { previewEntity } from './preview.ts'
import { describeSoon, descriptorJsonSoon, patchSoon, tagInSoon } from './reading.ts'
import { relativesOf } from './relatives.ts'
import { refused, saveEntity } from './save.ts'

const WHOLE = { depth: depthOf({}) }

/** Of any size: what an answer says of it does not change with the entity's own row. */
const everyRelative = async ({ params }: { params: { tagOrId: string } }, context: Context): Promise<Relatives> => {
  const row = await context.services.entities.readEntity(params.tagOrId)
  return relativesOf(row, ownershipOf(ownTextsOf(row)), { options: WHOLE, context })
}

const archiving = (operation: typeof contract.archiveEntity, isArchived: boolean) =>
  onEntity(operation, {
    prepare: everyRelative,
    handle: async ({ version }, context, { entity, prepared: relatives }) => {
      const after = await archive(context, entity, { isArchived, version })
      return new JsonText(await entityText(after, ownTextsOf(after), { db: context.db, options: WHOLE, relatives }))
    },
  })

export const catalogRoutes: readonly Route[] = [
  on(contract.getEntity, {
    handle: async ({ params, query, noneMatch }, context) => {
      const row = await context.services.entities.readEntity(params.tagOrId)
      const asker = query.abilities ? context.actor : undefined
      const etag = entityTag(row, query, asker)
      if (namesTag(noneMatch, etag)) return new Answer(304, undefined, { etag })
      const texts = ownTextsOf(row)
      const options = { ...query, depth: depthOf(query) }
      const relatives = await relativesOf(row, ownershipOf(texts), { options, context })
      return new Answer(
        200,
        new JsonText(await entityText(row, texts, { db: context.db, options, relatives, asker })),
        { etag },
      )
    },
  }),

  on(contract.listEntities, {
    handle: async ({ query }, { aside }) => new JsonText(await aside(entitiesAsText, query)),
  }),

  on(contract.upsertEntity, {
    prepare: async ({ body }, context) => {
      const described = accepted(await describeSoon(readerFor(context), body))
      return { ...described, checked: await checkDefinition(context, described.entity, body) }
    },
    handle: async ({ body, query, version }, context, { entity, violations, checked }) => {
      await expectSameType(context, entity, checked)
      const toSave = { described: entity, source: body, version, createOnly: query.mode === 'CREATE' }
      const preview = query.preview ? await previewed(context, toSave, query) : undefined
      if (!preview) await saveEntity(context, { ...toSave, dryRun: query.dryRun })
      const all = [...violations, ...(await blockWarnings(context.db, entity))]
      return { ok: true, violations: all, ...(preview && { preview }) }
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
      const { text, ...described } = await patchSoon(reader, merge)
      const { entity, violations: warnings } = accepted(described)
      const checked = await checkDefinition(context, entity, text === body ? text : undefined)
      return { tag, basis, text, entity, warnings, checked }
    },
    handle: async ({ query, version }, context, { tag, basis, text, entity, warnings, checked }) => {
      const there = await findSource(context.db, tag)
      if (!there && query.failIfEntityDoesNotExist) throw noSuchEntity(tag)
      const isFresh = there?.id === basis?.id && there?.version === basis?.version
      if (!isFresh) throw new PrepareAgain() // someone was faster: merge again, into what they wrote
      await expectSameType(context, entity, checked)
      const toSave = { described: entity, source: text, version, dryRun: query.dryRun }
      const isNew = (await saveEntity(context, toSave)) === 'CREATED'
      const more = await blockWarnings(context.db, entity)
      return new Answer(isNew && !query.dryRun ? 201 : 200, { ok: true, violations: [...warnings, ...more] })
    },
  }),

  onEntity(contract.deleteEntity, {
    handle: async (_, { db, removed }, { entity }) => {
      await deleteEntity(db, entity)
      await removed(ENTITY, entity)
      return undefined
    },
  }),

  onEntity(contract.getEntityDescriptor, {
    handle: async ({ params, query }, context, { entity }) => {
      const source = await findSource(context.db, entity.tag)
      if (!source) throw noSuchEntity(params.tagOrId)
      return query.yaml
        ? new Answer(200, source.descriptor, { 'content-type': 'application/yaml; charset=utf-8' })
        : new Answer(200, await descriptorJsonSoon(readerFor(context), source.descriptor), {
            'content-type': 'application/json; charset=utf-8',
          })
    },
  }),

  archiving(contract.archiveEntity, true),
  archiving(contract.unarchiveEntity, false),

  on(contract.countEntities, {
    handle: async ({ query }, { aside }) => new JsonText(await aside(countsAsText, query)),
  }),

  on(contract.listCatalogFilters, { handle: async (_, { aside }) => new JsonText(await aside(choicesAsText)) }),
]

/** @throws Problem 400 without a dry run, because only a dry run has a preview */
const previewed = (context: Context, toSave: ToSave<Entity>, { dryRun }: { readonly dryRun?: boolean }) => {
  if (!dryRun) throw badRequest('preview: requires dryRun=true.', 'preview')
  return previewEntity(context, toSave)
}

/** @throws Problem 400 with the violations that refuse the descriptor */
const accepted = ({ entity, violations }: Described) => {
  if (!entity) throw refused(violations)
  return { entity, violations }
}
