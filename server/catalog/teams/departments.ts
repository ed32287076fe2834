import * as contract from '../../../contract/catalog/departments.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import { ENTITY } from '../entities/archiving.ts'
import { deleteEntity } from '../entities/entities.ts'
import { DEPARTMENT, departmentWords, findDepartment, presentDepartment } from './department.ts'
import { departmentsAsText } from './list.ts'
import { describeChange, describeNew, saveChange, saveNew } from './saving.ts'

const change = async (context: Context, tagOrId: string, body: contract.ChangedDepartment) =>
  describeChange(context, await findDepartment(context.db, tagOrId), departmentWords(body))

const remove = async ({ db, removed }: Context, tagOrId: string) => {
  const row = await findDepartment(db, tagOrId)
  await deleteEntity(db, row)
  await removed(ENTITY, row)
  return undefined
}

export const departmentRoutes: readonly Route[] = [
  on(contract.listDepartments, {
    handle: async ({ query: { departmentTag, ...query } }, { db, aside }) =>
      departmentTag === undefined
        ? new JsonText(await aside(departmentsAsText, query))
        : presentDepartment(await findDepartment(db, departmentTag)),
  }),

  on(contract.createDepartment, {
    prepare: ({ body: { departmentTag, ...body } }, context) => {
      const head = { 'x-cortex-tag': departmentTag, 'x-cortex-type': DEPARTMENT, 'x-cortex-definition': {} }
      return describeNew(context, { head, words: departmentWords(body) })
    },
    handle: async (_, context, prepared) => presentDepartment(await saveNew(context, prepared)),
  }),

  on(contract.updateDepartmentByTag, {
    prepare: ({ query, body }, context) => change(context, query.departmentTag, body),
    handle: async ({ version }, context, prepared) => presentDepartment(await saveChange(context, prepared, version)),
  }),

  on(contract.updateDepartment, {
    prepare: ({ params, body }, context) => change(context, params.tagOrId, body),
    handle: async ({ version }, context, prepared) => presentDepartment(await saveChange(context, prepared, version)),
  }),

  on(contract.deleteDepartmentByTag, {
    handle: ({ query }, context) => remove(context, query.departmentTag),
  }),

  on(contract.deleteDepartment, {
    handle: ({ params }, context) => remove(context, params.tagOrId),
  }),
]
