/**
 * Where a gain of permissions is noticed. A link that lets someone in carries what they may do: it was made for less than they
 * may do after a gain, so it is void from then on. Whatever changes grants, or what a role allows, does so through here.
 */
import { isPermission, type Permission } from '../../../contract/core/permissions.ts'
import type { Db } from '../../core/db/database.ts'
import { rolesOf } from '../access/roles.ts'
import { voidLinksOf, voidLinksOfHolders } from './links.ts'

/** A person or API key, or everybody who holds a role. */
export type Holders = { readonly holder: string } | { readonly role: string }

const permissionsOfRole = async (db: Db, id: string) => {
  const row = await db.selectFrom('roles').select('permissions').where('id', '=', id).executeTakeFirst()
  return (row?.permissions ?? '').split(',').filter(isPermission)
}

const permissionsOf = async (db: Db, holders: Holders): Promise<ReadonlySet<Permission>> =>
  new Set(
    'role' in holders
      ? await permissionsOfRole(db, holders.role)
      : (await rolesOf(db, holders.holder)).flatMap(({ permissions }) => permissions),
  )

/** Makes the change; open links of people who may do more after it are void. */
export const withGains = async <T>(db: Db, holders: Holders, change: () => Promise<T>): Promise<T> => {
  const before = await permissionsOf(db, holders)
  const result = await change()
  const after = await permissionsOf(db, holders)
  if (after.isSubsetOf(before)) return result
  await ('role' in holders ? voidLinksOfHolders(db, holders.role) : voidLinksOf(db, holders.holder))
  return result
}
