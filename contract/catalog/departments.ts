/** Departments, from before teams had a hierarchy: entities of the type department. */
import * as T from 'typebox'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { editing, MemberRole, reading, removing, shownName } from './teams.ts'

const optional = T.Optional
const tag = 'Teams [Departments] (legacy)'
const path = '/api/v1/teams/departments'

const words = {
  name: shownName(),
  description: optional(T.String({ maxLength: 10_000 })),
  members: optional(
    T.Array(
      T.Object({
        name: shownName(),
        email: T.String({ minLength: 1, maxLength: 254 }),
        description: optional(T.String({ maxLength: 1000 })),
        notificationsEnabled: optional(T.Boolean({ default: true })),
        role: optional(T.String({ maxLength: 255, description: 'Tag of a role' })),
      }),
      { maxItems: 1000 },
    ),
  ),
}
const ChangedDepartment = T.Object(words)
export type ChangedDepartment = T.Static<typeof ChangedDepartment>

export const Department = T.Object(
  {
    id: T.String(),
    departmentTag: T.String(),
    catalogEntityTag: T.String(),
    name: T.String(),
    description: optional(T.String()),
    members: T.Array(
      T.Object({
        name: optional(T.String()),
        email: optional(T.String()),
        description: optional(T.String()),
        role: optional(MemberRole),
      }),
    ),
  },
  { $id: 'DepartmentResponse' },
)
export type Department = T.Static<typeof Department>

const departmentTag = T.String({ maxLength: 255, description: 'Tag or identifier of the department' })

export const listDepartments = operation({
  id: 'listDepartments',
  method: 'GET',
  path,
  tag,
  summary: 'List departments, or read one by its tag',
  longRead: true,
  needs: reading,
  alsoRefuses: [404],
  query: T.Object({
    departmentTag: optional(T.String({ maxLength: 255, description: 'Return only this department, not in a list' })),
    ...paging,
  }),
  answers: { 200: T.Union([T.Object({ departments: T.Array(Department), ...pageFields }), Department]) },
})

export const createDepartment = operation({
  id: 'createDepartment',
  method: 'POST',
  path,
  tag,
  summary: 'Create a department',
  needs: editing,
  writes: true,
  body: T.Object({ departmentTag: T.String({ minLength: 1, maxLength: 255 }), ...words }),
  answers: { 200: Department },
})

const changing = { tag, needs: editing, writes: true, versioned: true } as const

export const updateDepartmentByTag = operation({
  id: 'updateDepartment',
  method: 'PUT',
  path,
  summary: 'Update the department with this tag',
  ...changing,
  alsoRefuses: [404],
  query: T.Object({ departmentTag }),
  body: ChangedDepartment,
  answers: { 200: Department },
})

export const updateDepartment = operation({
  id: 'updateDepartmentByTagOrId',
  method: 'PUT',
  path: `${path}/{tagOrId}`,
  summary: 'Update a department',
  ...changing,
  body: ChangedDepartment,
  answers: { 200: Department },
})

export const deleteDepartmentByTag = operation({
  id: 'deleteDepartment',
  method: 'DELETE',
  path,
  summary: 'Delete the department with this tag',
  ...changing,
  needs: removing,
  alsoRefuses: [404],
  query: T.Object({ departmentTag }),
  answers: { 204: EMPTY },
})

export const deleteDepartment = operation({
  id: 'deleteDepartmentByTagOrId',
  method: 'DELETE',
  path: `${path}/{tagOrId}`,
  summary: 'Delete a department',
  ...changing,
  needs: removing,
  answers: { 204: EMPTY },
})
