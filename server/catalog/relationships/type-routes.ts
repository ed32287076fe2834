import * as contract from '../../../contract/catalog/relationship-types.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import type { Db } from '../../core/db/database.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { badRequest, conflict } from '../../core/problems/problems.ts'
import { relationshipTypes } from './list.ts'
import {
  deleteType,
  editedType,
  findType,
  insertType,
  keyOf,
  newTypeOf,
  presentType,
  replaceType,
  settingsOf,
  type TypeRow,
} from './types.ts'

const TYPE: Kind<TypeRow> = {
  type: 'RELATIONSHIP_TYPE',
  idOf: ({ tag }) => tag,
  facts: row => {
    const { labels, ...settings } = settingsOf(row)
    return {
      name: row.name,
      description: row.description ?? undefined,
      definitionLocation: row.definition_location,
      isSingleSource: row.single_source === 1,
      isSingleDestination: row.single_destination === 1,
      allowCycles: row.allow_cycles === 1,
      ...settings,
      ...labels,
    }
  },
  isLong: true,
}

/** @throws Problem 409 where relationships have the type, of descriptors that are not read because of it too */
const refuseUsed = async (db: Db, { key, tag }: TypeRow) => {
  const used = await db
    .selectFrom('relationships')
    .select(['source', 'destination'])
    .where('type', '=', key)
    .where('location', '<>', 'OVERRIDDEN')
    .limit(1)
    .executeTakeFirst()
  if (used)
    throw conflict(
      `${tag} has relationships, such as ${used.source} → ${used.destination}. Remove them first: in descriptors, and with PUT /api/v1/relationships/${tag} and an empty list.`,
    )
}

export const relationshipTypeRoutes: readonly Route[] = [
  on(contract.listRelationshipTypes, {
    handle: ({ query }, { answerAside, actor }) =>
      answerAside(relationshipTypes, query, query.abilities ? actor : undefined),
  }),

  on(contract.getRelationshipType, {
    handle: async ({ params, query }, { db, actor }) =>
      presentType(await findType(db, params.relationshipTypeTag), { asker: query.abilities ? actor : undefined }),
  }),

  on(contract.createRelationshipType, {
    handle: async ({ body }, { db, now, created }) => {
      const row = newTypeOf(body, now)
      if (!(await insertType(db, row)))
        throw badRequest(`tag: a relationship type with the tag ${body.tag} already exists.`, 'tag')
      await created(TYPE, row)
      return presentType(row)
    },
  }),

  on(contract.updateRelationshipType, {
    handle: async ({ params, body, version }, { db, now, changed, nothing }) => {
      const before = await findType(db, params.relationshipTypeTag)
      expectVersion(before, version)
      if (body.tag !== undefined && keyOf(body.tag) !== before.key)
        throw badRequest(`tag: the tag of ${before.tag} can't be changed.`, 'tag')
      const edited = editedType(before, body)
      if (JSON.stringify(edited) === JSON.stringify(before)) {
        nothing()
        return presentType(before)
      }
      const after = { ...edited, updated_at: now, version: before.version + 1 }
      await replaceType(db, after)
      await changed(TYPE, before, after)
      return presentType(after)
    },
  }),

  on(contract.deleteRelationshipType, {
    handle: async ({ params, version }, { db, removed }) => {
      const row = await findType(db, params.relationshipTypeTag)
      expectVersion(row, version)
      await refuseUsed(db, row)
      await deleteType(db, row)
      await removed(TYPE, row)
      return undefined
    },
  }),
]
