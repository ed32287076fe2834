import * as contract from '../../../contract/catalog/types.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import { presentRows } from '../../core/db/rows.ts'
import { type Context, on, PrepareAgain, type Route } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { changedName } from '../../core/names/displayed.ts'
import { badRequest, conflict } from '../../core/problems/problems.ts'
import { readerFor } from '../descriptors/reading.ts'
import { isAcceptable, type Violation, violation } from '../descriptors/violations.ts'
import { isOfCloud } from '../entities/descriptor.ts'
import { placedSoon } from '../entities/reading.ts'
import { refused } from '../entities/save.ts'
import { TAG, TAG_MUST } from '../entities/tags.ts'
import { IN_BODY, MOST_BYTES } from './limits.ts'
import { inspect } from './on-threads.ts'
import { presentDetails, presentType, refuseBuiltIn, unfitEntities } from './present.ts'
import { isObject } from './subschemas.ts'
import { isCurrent, type Survey, surveyEntities, unfitIn } from './survey.ts'
import {
  countOfType,
  deleteType,
  findType,
  insertType,
  keyOf,
  listTypes,
  markUnfit,
  replaceType,
  type TypeRow,
  typeOrNone,
} from './types.ts'

const TYPE: Kind<TypeRow> = {
  type: 'ENTITY_TYPE',
  idOf: ({ type }) => type,
  facts: ({ type, name, description, icon_tag: iconTag, schema }) => ({
    type,
    name: name ?? undefined,
    description: description ?? undefined,
    iconTag: iconTag ?? undefined,
    schema,
  }),
  isLong: true,
}

/** What a write says of the entities that it marked. */
const marking = (count: number): Kind<TypeRow> => (count === 0 ? TYPE : { ...TYPE, also: { marked: { after: count } } })

type Sent = { readonly schema: unknown; readonly sent: () => string }

const TOO_LARGE = violation({ title: 'Too large', description: 'A schema can have up to 64 KB.', pointer: IN_BODY })

/** The warnings of a schema that can be used. @throws Problem 400 with the violations of another, and their lines */
const inspected = async (context: Context, { schema, sent }: Sent): Promise<Violation[]> => {
  if (!isObject(schema)) throw badRequest('schema: must be an object.', 'schema')
  const text = JSON.stringify(schema)
  if (Buffer.byteLength(text) > MOST_BYTES) throw refused([TOO_LARGE])
  const reader = readerFor(context)
  const violations = await inspect(reader, text)
  if (violations.length === 0) return []
  const placed = await placedSoon(reader, sent(), violations)
  if (!isAcceptable(placed)) throw refused(placed.filter(({ violationType }) => violationType === 'MUST'))
  return placed
}

/** @throws Problem 400 for what no descriptor can have as its type */
const checkNewType = (type: string) => {
  if (!TAG.test(type)) throw badRequest(`type: ${TAG_MUST}.`, 'type')
  if (isOfCloud(type)) throw badRequest(`type: types of cloud accounts, such as ${type}, are built in.`, 'type')
}

/** @throws Problem 400, as for the tag of an entity that exists */
const refuseTaken = (row: TypeRow) => {
  refuseBuiltIn(row)
  throw badRequest(`type: an entity type ${row.type} already exists. Update it with PUT.`, 'type')
}

const surveyFor = (context: Context, of: { key: string; schema: string }, before?: Survey) =>
  surveyEntities({ db: context.db, caller: readerFor(context) }, of, before)

/** Nobody has been looked at: a dry run. */
const NO_SURVEY: Survey = { schema: '', seen: new Map() }

type Prepared = { readonly schema: string; readonly warnings: Violation[]; readonly survey: Survey }

const create = on(contract.createEntityType, {
  prepare: async ({ body, query, sent }, context, before?: Prepared): Promise<Prepared> => {
    checkNewType(body.type)
    const there = await typeOrNone(context.db, body.type)
    if (there) refuseTaken(there)
    const schema = JSON.stringify(body.schema)
    const warnings = before?.warnings ?? (await inspected(context, { schema: body.schema, sent }))
    if (query.dryRun) return { schema, warnings, survey: NO_SURVEY }
    return { schema, warnings, survey: await surveyFor(context, { key: keyOf(body.type), schema }, before?.survey) }
  },
  handle: async ({ body, query }, { db, now, created, nothing }, prepared) => {
    const { schema, warnings, survey } = prepared
    const row: TypeRow = {
      key: keyOf(body.type),
      type: body.type,
      name: body.name?.trim() ?? null,
      description: body.description ?? null,
      icon_tag: body.iconTag ?? null,
      schema,
      source: 'CUSTOM',
      created_at: now,
      updated_at: now,
      version: 1,
    }
    if (!(await insertType(db, row))) refuseTaken(await findType(db, body.type))
    if (query.dryRun) {
      nothing()
      return presentDetails(row, { warnings })
    }
    if (!(await isCurrent(db, row.key, survey))) throw new PrepareAgain(prepared)
    const unfit = unfitIn(survey)
    if (unfit.length > 0)
      await markUnfit(
        db,
        row.key,
        unfit.map(({ id }) => id),
      )
    await created(marking(unfit.length), row)
    return presentDetails(row, { warnings })
  },
})

/** `survey` is undefined where the schema stays. */
type PreparedUpdate = { readonly basis: TypeRow; readonly warnings: Violation[]; readonly survey: Survey | undefined }

const update = on(contract.updateEntityType, {
  prepare: async ({ params, body, query, sent }, context, before?: PreparedUpdate): Promise<PreparedUpdate> => {
    const basis = await findType(context.db, params.type)
    refuseBuiltIn(basis)
    const schema = body.schema === undefined ? undefined : JSON.stringify(body.schema)
    if (schema === undefined || schema === basis.schema) return { basis, warnings: [], survey: undefined }
    const warnings = before?.survey ? before.warnings : await inspected(context, { schema: body.schema, sent })
    const survey = query.dryRun
      ? { ...NO_SURVEY, schema }
      : await surveyFor(context, { key: basis.key, schema }, before?.survey)
    return { basis, warnings, survey }
  },
  handle: async ({ params, body, query, version }, context, prepared) => {
    const { db, now, changed, nothing } = context
    const { basis, warnings, survey } = prepared
    const before = await findType(db, params.type)
    expectVersion(before, version)
    const isFresh = before.version === basis.version && before.created_at === basis.created_at
    const isSurveyed = !survey || query.dryRun || (await isCurrent(db, before.key, survey))
    if (!isFresh || !isSurveyed) throw new PrepareAgain(prepared)
    const unfit = survey ? unfitIn(survey) : []
    if (unfit.length > 0 && !query.force) throw unfitEntities(unfit, context.requestId)
    const after = edited(before, { ...body, schema: survey?.schema })
    if (query.dryRun || isSame(before, after)) {
      nothing()
      return presentDetails(after, { warnings })
    }
    const stored = { ...after, updated_at: now, version: before.version + 1 }
    await replaceType(db, stored)
    if (survey)
      await markUnfit(
        db,
        before.key,
        unfit.map(({ id }) => id),
      )
    await changed(marking(unfit.length), before, stored)
    return presentDetails(stored, { warnings })
  },
})

type Edit = { name?: string; description?: string | null; iconTag?: string | null; schema: string | undefined }

/** @throws Problem 400 for a new name that is none */
const edited = (row: TypeRow, { name, description, iconTag, schema }: Edit): TypeRow => ({
  ...row,
  name: name === undefined ? row.name : changedName(name, row.name ?? ''),
  description: description === undefined ? row.description : description,
  icon_tag: iconTag === undefined ? row.icon_tag : iconTag,
  schema: schema ?? row.schema,
})

const isSame = (before: TypeRow, after: TypeRow) => JSON.stringify(before) === JSON.stringify(after)

const remove = on(contract.deleteEntityType, {
  handle: async ({ params, version }, { db, removed }) => {
    const row = await findType(db, params.type)
    refuseBuiltIn(row)
    expectVersion(row, version)
    const count = await countOfType(db, row)
    const have = count === 1 ? '1 entity has' : `${count} entities have`
    if (count > 0)
      throw conflict(`${have} the type ${row.type}, archived ones included. Delete them or change their type first.`)
    await deleteType(db, row)
    await removed(TYPE, row)
    return undefined
  },
})

export const typeRoutes: readonly Route[] = [
  on(contract.listEntityTypes, {
    handle: async ({ query }, { db }) => {
      const page = pageOf(query)
      const { rows, total } = await listTypes(db, { withBuiltIn: query.includeBuiltIn ?? false, page })
      const { shown: definitions, marked } = presentRows(rows, { idOf: ({ type }) => type, present: presentType })
      return { definitions, ...marked, ...pageFields(page, total) }
    },
  }),

  on(contract.getEntityType, {
    handle: async ({ params, query }, { db, actor }) =>
      presentDetails(await findType(db, params.type), { asker: query.abilities ? actor : undefined }),
  }),

  create,
  update,
  remove,
]
