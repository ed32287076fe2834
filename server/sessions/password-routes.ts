import * as contract from '../../contract/sessions.ts'
import type { SessionActor } from '../access/actor.ts'
import { networkOf } from '../access/limits.ts'
import { countsPer } from '../access/windows.ts'
import type { Db } from '../db/database.ts'
import type { Users } from '../db/tables.ts'
import { type Context, on, type Route } from '../http/mount.ts'
import { badRequest, changedMeanwhile, forbidden, tooManyRequests } from '../http/problems.ts'
import { lowerEmail } from '../users/users.ts'
import { sessionOf } from './me.ts'
import { needPasswords, type SessionParts } from './parts.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { checkNewPassword } from './password-rules.ts'
import { enqueueResetMail } from './reset-mail.ts'
import { setPassword } from './set-password.ts'
import { tellPasswordChanged } from './tell.ts'

const HOUR = 3_600_000
const MOST_MAILS_PER_ACCOUNT = 3
const MOST_ASKS_PER_ADDRESS = 20
/** Who has no password yet sets the first one soon after signing in: a session left open is not enough. */
const RECENT_MS = 15 * 60_000

const load = (db: Db, id: string): Promise<Users> =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

export const passwordRoutes = (parts: SessionParts): Route[] => {
  const { config, guessing, failures, mailer, wakeJobs } = parts
  const mails = countsPer(HOUR, MOST_MAILS_PER_ACCOUNT)
  const asks = countsPer(HOUR, MOST_ASKS_PER_ADDRESS)

  /** @throws Problem 400 at the field `current`; not 401, which would send the person to the sign-in page */
  const proveCurrent = async (person: Users, current: string | undefined, context: Context) => {
    if (current === undefined || current === '') throw badRequest('current: Enter your current password.', 'current')
    const { address, requestId, now, actor } = context
    const isKnownAddress = async () => true
    const right = await guessing.begin({ account: person.email, address, isKnownAddress })
    if (!(await verifyPassword(person.password_hash, current))) {
      const entry = { action: 'UPDATE', objectType: 'PASSWORD', objectIdentifier: person.email } as const
      failures.record({ entry, reason: 'wrong password', actor, address, requestId, now })
      throw badRequest('current: This is not your current password.', 'current')
    }
    right()
  }

  const proveRecent = ({ session }: SessionActor, now: number) => {
    if (now - session.provedAt > RECENT_MS)
      throw forbidden('Sign out and in again first: a first password is set within 15 minutes of signing in.')
  }

  return [
    on(contract.forgotPassword, {
      prepare: ({ body }, { address, now }) => {
        needPasswords(config)
        const wait = asks.take(networkOf(address), now)
        if (wait !== undefined)
          throw tooManyRequests(wait, `Too many mails were asked for from this address. Try again in ${wait} seconds.`)
        const email = lowerEmail(body.email)
        return mailer && mails.take(email, now) === undefined ? email : undefined
      },
      handle: async (_, { db, now, address, requestId, audit, nothingWritten, afterCommit }, email) => {
        if (email === undefined) {
          nothingWritten()
          return undefined
        }
        await enqueueResetMail(db, { email, address, requestId }, now)
        await audit({
          action: 'CREATE',
          objectType: 'ONE_TIME_LINK',
          objectIdentifier: email,
          changes: { resetMail: { after: 'asked for' } },
        })
        afterCommit(wakeJobs)
        return undefined
      },
    }),

    on(contract.changePassword, {
      prepare: async ({ body }, context) => {
        needPasswords(config)
        const actor = sessionOf(context.actor)
        const person = await load(context.db, actor.user.id)
        if (person.password_hash === null) proveRecent(actor, context.now)
        else await proveCurrent(person, body.current, context)
        checkNewPassword(body.password, person)
        return { before: person.password_hash, passwordHash: await hashPassword(body.password) }
      },
      handle: async (_, context, { before, passwordHash }) => {
        const { db, audit } = context
        const { user, session } = sessionOf(context.actor)
        const person = await load(db, user.id)
        if (person.password_hash !== before) throw changedMeanwhile()
        await setPassword(db, person, { passwordHash, keptSession: session.id })
        const action = before === null ? 'CREATE' : 'UPDATE'
        await audit({ action, objectType: 'PASSWORD', objectIdentifier: person.email })
        await tellPasswordChanged(parts, person, context)
        return undefined
      },
    }),
  ]
}
