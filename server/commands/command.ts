/** What commands share: a database for the length of the command, and what went wrong in words. */

import type { Config } from '../config.ts'
import { ANONYMOUS } from '../core/callers/actor.ts'
import { writeAudit } from '../core/changes/audit.ts'
import type { Entry } from '../core/changes/entry.ts'
import type { Database, Db } from '../core/db/database.ts'
import { openDatabase } from '../core/db/open.ts'
import { findUserByEmail } from '../identity/users/users.ts'

export class CommandError extends Error {}

export const required = (value: string | undefined, name: string): string => {
  if (value === undefined || value.trim() === '') throw new CommandError(`--${name} is required.`)
  return value.trim()
}

/** Opens the database, brings it up to date, runs the work and closes it again. */
export const withDatabase = async <T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> => {
  const database = await openDatabase(config)
  try {
    await database.migrate()
    return await work(database)
  } finally {
    await database.close()
  }
}

/** The audit row of a command: nobody is signed in, and the address says where it came from. */
export const auditCommand = (db: Db, entry: Entry, now: number) =>
  writeAudit(db, entry, { actor: ANONYMOUS, address: 'command line', requestId: 'portico', now })

/** A person by email. @throws CommandError */
export const personByEmail = async (db: Db, email: string) => {
  const person = await findUserByEmail(db, email)
  if (!person) throw new CommandError(`No person has the email ${email}.`)
  return person
}

export const print = (text: string) => process.stdout.write(`${text}\n`)
export const tell = (text: string) => process.stderr.write(`${text}\n`)
