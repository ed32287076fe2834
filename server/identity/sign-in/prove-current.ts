import type { Context } from '../../core/http/mount.ts'
import { badRequest } from '../../core/problems/problems.ts'
import type { Users } from '../access/tables.ts'
import { verifyPassword } from './password.ts'

/**
 * Checks that the signed-in person knows the password, guarded like a sign-in.
 * @throws Problem 400 at the field; not 401, which would send the person to the sign-in page
 */
export const proveCurrent = async (
  person: Users,
  { field, password }: { field: string; password: string | undefined },
  { address, requestId, now, actor, services: { guessing, failures } }: Context,
) => {
  if (password === undefined || password === '') throw badRequest(`${field}: Enter your current password.`, field)
  guessing.count(address)
  const isKnownAddress = async () => true
  const right = await guessing.begin({ account: person.email, address, isKnownAddress })
  if (!(await verifyPassword(person.password_hash, password))) {
    const entry = { action: 'UPDATE', objectType: 'PASSWORD', objectIdentifier: person.email } as const
    failures.record({ entry, reason: 'wrong password', actor, address, requestId, now })
    throw badRequest(`${field}: This isn't your current password.`, field)
  }
  right()
}
