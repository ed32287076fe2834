/** Signing in with email and password. */
import { networkOf } from '../../core/callers/addresses.ts'
import type { Db } from '../../core/db/database.ts'
import { forbidden, wrongPassword } from '../../core/problems/problems.ts'
import type { Users } from '../access/tables.ts'
import { comparableEmail } from '../emails/comparable.ts'
import { findUserByEmail } from '../users/users.ts'
import type { Guessing } from './guessing.ts'
import { verifyPassword } from './password.ts'

const MOST_REMEMBERED = 200

/** Whether that person signed in from that network before, by the audit log; asked only while someone guesses at the account. */
export const wasSeenAt = async (db: Db, email: string, address: string): Promise<boolean> => {
  const rows = await db
    .selectFrom('audit_logs')
    .select('address')
    .where('object_type', '=', 'SESSION')
    .where('object_identifier', '=', email)
    .where('action', '=', 'CREATE')
    .where('outcome', '=', 'DONE')
    .orderBy('at', 'desc')
    .limit(MOST_REMEMBERED)
    .execute()
  return rows.some(row => row.address !== null && networkOf(row.address) === networkOf(address))
}

export const deactivated = () => forbidden('Your account is deactivated. Contact an administrator.')

type Credentials = { readonly email: string; readonly password: string; readonly address: string }

export type SignInParts = {
  readonly guessing: Guessing
  /** Why someone did not get in; without an email where nobody has the one that was typed. */
  readonly failed: (email: string | undefined, reason: string) => void
}

/**
 * The person, once email and password fit. Takes the same work for an unknown email as for a wrong password.
 * @throws Problem 401, 403 for who is deactivated, 429
 */
export const provePassword = async (
  db: Db,
  { email: typed, password, address }: Credentials,
  { guessing, failed }: SignInParts,
): Promise<Users> => {
  const account = comparableEmail(typed)
  const isKnownAddress = async () => wasSeenAt(db, (await findUserByEmail(db, typed))?.email ?? account, address)
  const right = await guessing.begin({ account, address, isKnownAddress })
  const person = await findUserByEmail(db, typed)
  const matches = await verifyPassword(person?.password_hash, password)
  if (!person || !matches) {
    failed(person?.email, 'wrong password')
    throw wrongPassword()
  }
  right()
  if (person.deactivated_at !== null) {
    failed(person.email, 'deactivated')
    throw deactivated()
  }
  return person
}

/** Loads the person again inside the transaction. @throws Problem 401 when the password was changed since it was proved */
export const stillProved = async (db: Db, proved: Users): Promise<Users> => {
  const person = await findUserByEmail(db, proved.email)
  if (!person || person.password_hash !== proved.password_hash) throw wrongPassword()
  if (person.deactivated_at !== null) throw deactivated()
  return person
}
