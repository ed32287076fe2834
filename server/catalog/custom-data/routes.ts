import * as contract from '../../../contract/catalog/custom-data.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { findEntity } from '../entities/entities.ts'
import { entitiesNamed } from '../entities/named.ts'
import { onEntity } from '../entities/on-entity.ts'
import { deleteValue, noSuchKey, setValues } from './change.ts'
import { presentText } from './custom-data.ts'
import { allCustomDataOf, customDataOf, valueAt } from './list.ts'

type Of = { readonly id: string; readonly tag: string }

type Asked = { readonly body: contract.NewCustomData; readonly query: { readonly force?: boolean | undefined } }

const setOne = async (context: Context, entity: Of, { body: data, query: { force } }: Asked) => {
  const rows = await setValues(context, [{ entity, data }], { source: 'API', force })
  return new JsonText(rows.map(row => presentText(row)).join())
}

const checkCount = (lists: readonly (readonly unknown[])[]) => {
  if (lists.reduce((sum, { length }) => sum + length, 0) > contract.MOST_VALUES)
    throw badRequest(`A request can have up to ${contract.MOST_VALUES.toLocaleString('en')} values.`, 'body')
}

export const customDataRoutes: readonly Route[] = [
  on(contract.listCustomData, {
    handle: async ({ params, query }, { aside }) => new JsonText(await aside(customDataOf, params.tagOrId, query)),
  }),

  onEntity(contract.getCustomData, {
    handle: async ({ params }, { db }, { entity }) => {
      const row = await valueAt(db, entity.id, params.key)
      if (!row) throw noSuchKey(entity.tag, params.key)
      return new JsonText(presentText(row))
    },
  }),

  onEntity(contract.addCustomData, {
    handle: (asked, context, { entity }) => setOne(context, entity, asked),
  }),

  onEntity(contract.deleteCustomData, {
    handle: async ({ query }, context, { entity }) => {
      await deleteValue(context, entity, query)
      return undefined
    },
  }),

  on(contract.putCustomData, {
    handle: async ({ query, body }, context) => {
      checkCount(Object.values(body))
      const found = await entitiesNamed(context.db, Object.keys(body))
      const wanted = Object.entries(body).flatMap(([name, list]) => {
        const entity = found.get(name)
        return entity ? list.map(data => ({ entity, data })) : []
      })
      const rows = await setValues(context, wanted, { source: 'API', force: query.force })
      const unknown = Object.keys(body).filter(name => !found.has(name))
      const errors = Object.fromEntries(unknown.map(name => [name, 'NOT_FOUND']))
      const rest = unknown.length > 0 ? `,"errors":${JSON.stringify(errors)}` : ''
      return new JsonText(`{"values":[${rows.map(row => presentText(row)).join()}]${rest}}`)
    },
  }),

  on(contract.listCustomDataAdvanced, {
    handle: async ({ query }, { aside }) => new JsonText(await aside(allCustomDataOf, query.tag, query.key)),
  }),

  on(contract.addCustomDataAdvanced, {
    handle: async (asked, context) => setOne(context, await findEntity(context.db, asked.query.tag), asked),
  }),

  on(contract.deleteCustomDataAdvanced, {
    handle: async ({ query }, context) => {
      await deleteValue(context, await findEntity(context.db, query.tag), query)
      return undefined
    },
  }),
]
