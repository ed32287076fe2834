import { isPermission } from '../../../contract/core/permissions.ts'
import { isRange } from '../../core/callers/ranges.ts'
import { findRows, type StandingCheck } from '../../core/standing/check.ts'

const items = (list: string | null) => list?.split(',') ?? []

type Narrowed = { allowed_permissions: string | null; address_ranges: string | null }

const faultOf = ({ allowed_permissions, address_ranges }: Narrowed) => {
  const permission = items(allowed_permissions).find(item => item !== '' && !isPermission(item))
  if (permission !== undefined) return `it is limited to ${permission}, which isn't a permission`
  const range = items(address_ranges).find(item => !isRange(item))
  return range === undefined ? undefined : `it is limited to ${range || 'nothing'}, which isn't an address range`
}

/** Such a token or key is refused wherever that limit counts. */
export const tokenLimits: StandingCheck = {
  name: 'limits',
  find: db =>
    findRows({
      object: 'token or key',
      read: (after, most) =>
        db
          .selectFrom('credentials')
          .select(['cid', 'allowed_permissions', 'address_ranges'])
          .where(eb => eb.or([eb('allowed_permissions', 'is not', null), eb('address_ranges', 'is not', null)]))
          .where('ended_at', 'is', null)
          .where('cid', '>', after)
          .orderBy('cid')
          .limit(most)
          .execute(),
      keyOf: ({ cid }) => cid,
      faultOf,
    }),
}
