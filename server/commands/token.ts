import { NewToken } from '../../contract/identity/tokens.ts'
import type { Config } from '../config.ts'
import { raiserOf } from '../core/changes/events.ts'
import type { Database } from '../core/db/database.ts'
import { check } from '../core/http/check.ts'
import { subscribersOf } from '../core/slices/derived.ts'
import type { Slice } from '../core/slices/slice.ts'
import { createCredential } from '../identity/credentials/credentials.ts'
import { chooseExpiry, sayInstant } from '../identity/credentials/expiry.ts'
import { checkNewToken } from '../identity/policy/policy.ts'
import { auditCommand, CommandError, personByEmail, print, required, tell, withDatabase } from './command.ts'

type Asked = {
  email?: string | undefined
  name?: string | undefined
  description?: string | undefined
  expires?: string | undefined
  timeZone?: string | undefined
}

type Making = { readonly config: Config; readonly slices: readonly Slice[] }

/** Creates a token of that person. The token policy applies, and the person is notified. */
export const makePersonalToken = async (database: Database, asked: Asked, { config, slices }: Making) => {
  const now = Date.now()
  const name = required(asked.name, 'name')
  check(NewToken, { name, description: asked.description ?? null }, 'command')
  const email = required(asked.email, 'email')
  const expiry = chooseExpiry(asked.expires, asked.timeZone, now)
  const secret = await database.transaction(async db => {
    const owner = await personByEmail(db, email)
    if (owner.deactivated_at !== null) throw new CommandError(`${email} is deactivated.`)
    await checkNewToken(db, { ownerId: owner.id, expiry, readOnly: false }, now)
    const made = {
      kind: 'personal',
      ownerId: owner.id,
      madeBy: null,
      makerId: owner.id,
      name,
      description: asked.description ?? null,
      expiry,
    } as const
    const created = await createCredential(db, made, now)
    await auditCommand(
      db,
      {
        action: 'CREATE',
        objectType: 'PERSONAL_TOKEN',
        objectIdentifier: created.cid,
        changes: { name: { after: name }, owner: { after: email } },
      },
      now,
    )
    const hasMail = config.smtp !== undefined
    const context = { db, now, address: 'the command line', client: '', hasMail }
    await raiserOf(subscribersOf(slices))(context)('token', { kind: 'token-created', cids: [created.cid] })
    return created.secret
  })
  return { secret, expiry }
}

export const createPersonalToken = (config: Config, asked: Asked, slices: readonly Slice[]) =>
  withDatabase(config, async database => {
    const { secret, expiry } = await makePersonalToken(database, asked, { config, slices })
    tell(
      expiry.expiresAt === null
        ? 'It works until it is revoked.'
        : `It expires on ${sayInstant(expiry.expiresAt, expiry.timeZone)}.`,
    )
    print(secret)
  })
