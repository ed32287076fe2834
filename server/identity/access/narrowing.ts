/** Owner ∩ limits, computed on every request: widening the owner restores what the limits allow. */
import { isPermission, type Permission } from '../../../contract/core/permissions.ts'
import { boundedMap } from '../../core/callers/windows.ts'

const remembered = boundedMap<ReadonlySet<Permission>>(1000)

const parsed = (allowed: string): ReadonlySet<Permission> => {
  const known = remembered.get(allowed)
  if (known) return known
  const made = new Set(allowed.split(',').filter(isPermission))
  remembered.set(allowed, made)
  return made
}

/** What is left of `held` by a stored list of permissions, comma-separated; null leaves all. */
export const narrowed = (held: ReadonlySet<Permission>, allowed: string | null): ReadonlySet<Permission> =>
  allowed === null ? held : held.intersection(parsed(allowed))
