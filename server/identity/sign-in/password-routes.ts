import * as contract from '../../../contract/identity/sessions.ts'
import type { SessionActor } from '../../core/callers/actor.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import { networkOf } from '../../core/callers/addresses.ts'
import { countsPer } from '../../core/callers/windows.ts'
import type { Db } from '../../core/db/database.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { iso } from '../../core/problems/instant.ts'
import { changedMeanwhile, forbidden, tooManyRequests } from '../../core/problems/problems.ts'
import { isRecent, PROOF_LASTS_MS } from '../access/proof.ts'
import type { Users } from '../access/tables.ts'
import { comparableEmail, lowerEmail } from '../emails/email.ts'
import { needPasswords, type SessionParts } from './parts.ts'
import { hashPassword } from './password.ts'
import { raisePasswordChanged } from './password-changed.ts'
import { checkNewPassword } from './password-rules.ts'
import { proofEntry, renewProof } from './proof.ts'
import { proveCurrent } from './prove-current.ts'
import { enqueueResetMail } from './reset-mail.ts'
import { setPassword } from './set-password.ts'

const HOUR = 3_600_000
const MOST_MAILS_PER_ACCOUNT = 3
const MOST_ASKS_PER_ADDRESS = 20

const load = (db: Db, id: string): Promise<Users> =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

export const passwordRoutes = (parts: SessionParts): Route[] => {
  const { config, mailer, wakeJobs } = parts
  const mails = countsPer(HOUR, MOST_MAILS_PER_ACCOUNT)
  const asks = countsPer(HOUR, MOST_ASKS_PER_ADDRESS)

  /** Who has no password yet sets the first one soon after signing in: a session left open is not enough. */
  const proveRecent = ({ session }: SessionActor, now: number) => {
    if (!isRecent(session.provedAt, now))
      throw forbidden('Sign out and in again first: a first password is set within 15 minutes of signing in.')
  }

  return [
    on(contract.forgotPassword, {
      first: ({ address, now }) => {
        const wait = asks.take(networkOf(address), now)
        if (wait !== undefined)
          throw tooManyRequests(wait, `Too many emails were requested from this address. Try again in ${wait} seconds.`)
      },
      prepare: ({ body }, { now }) => {
        needPasswords(config)
        const email = lowerEmail(body.email)
        return mailer && mails.take(comparableEmail(email), now) === undefined ? email : undefined
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

    on(contract.prove, {
      prepare: async ({ body }, context) => {
        needPasswords(config)
        const person = await load(context.db, sessionOf(context.actor).user.id)
        if (person.password_hash === null) throw forbidden('You have no password. Prove it with the identity provider.')
        await proveCurrent(parts, person, { field: 'password', password: body.password }, context)
        return person.password_hash
      },
      handle: async (_, { actor, db, now, audit }, before) => {
        const session = sessionOf(actor)
        if ((await load(db, session.user.id)).password_hash !== before) throw changedMeanwhile()
        await renewProof(db, session, now)
        await audit(proofEntry(session, 'password'))
        return { provedUntil: iso(now + PROOF_LASTS_MS) }
      },
    }),

    on(contract.changePassword, {
      prepare: async ({ body }, context) => {
        needPasswords(config)
        const actor = sessionOf(context.actor)
        const person = await load(context.db, actor.user.id)
        if (person.password_hash === null) proveRecent(actor, context.now)
        else await proveCurrent(parts, person, { field: 'current', password: body.current }, context)
        await checkNewPassword(body.password, person)
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
        await raisePasswordChanged(parts, person, context)
        return undefined
      },
    }),
  ]
}
