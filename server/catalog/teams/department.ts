/** Departments as the API answers them: entities of the type department, whose descriptors name their members as those of teams do. */
import type { ChangedDepartment, Department } from '../../../contract/catalog/departments.ts'
import type { Db } from '../../core/db/database.ts'
import { notFound } from '../../core/problems/problems.ts'
import { documentOf, type EntityRow, findEntity } from '../entities/entities.ts'
import { eachOnce, presentRole } from './team.ts'
import type { Words } from './words.ts'

export const DEPARTMENT = 'department'

/** @throws Problem 404, for an entity of another type as well */
export const findDepartment = async (db: Db, tagOrId: string): Promise<EntityRow> => {
  const row = await findEntity(db, tagOrId)
  if (row.type.toLowerCase() !== DEPARTMENT) throw notFound(`No department has the tag or identifier ${tagOrId}.`)
  return row
}

/** @throws Error where the stored document cannot be read */
export const presentDepartment = (row: EntityRow): Department => ({
  id: row.id,
  departmentTag: row.tag,
  catalogEntityTag: row.tag,
  name: row.name,
  ...(row.description ? { description: row.description } : {}),
  members: (documentOf(row).members ?? []).map(({ name, email, description, roles: [role] }) => ({
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(description === undefined ? {} : { description }),
    ...(role && { role: presentRole(role) }),
  })),
})

/** @throws Problem 400 where one email is named twice */
export const departmentWords = ({ name, description, members }: ChangedDepartment): Words => ({
  name,
  description: description ?? '',
  members:
    members && eachOnce(members).map(({ role, ...member }) => ({ ...member, roles: role ? [{ name: role }] : [] })),
})
