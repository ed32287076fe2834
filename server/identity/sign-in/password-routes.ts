import * as contract from '../../../contract/identity/sessions.ts'
import type { SessionActor } from '../../core/callers/actor.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import { networkOf } from '../../core/callers/addresses.ts'
import type { Db } from '../../core/db/database.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { iso } from '../../core/problems/instant.ts'
import { changedMeanwhile, forbidden, tooManyRequests } from '../../core/problems/problems.ts'
import { isRecent, PROOF_LASTS_MS } from '../access/proof.ts'
import type { Users } from '../access/tables.ts'
import { comparableEmail, lowerEmail } from '../emails/comparable.ts'
import { needPasswords } from './need-passwords.ts'
import { hashPassword } from './password.ts'
import { raisePasswordChanged } from './password-changed.ts'
import { checkNewPassword } from './password-rules.ts'
import { proofEntry, renewProof } from './proof.ts'
import { proveCurrent } from './prove-current.ts'
import { enqueueResetMail } from './reset-mail.ts'
import { setPassword } from './set-password.ts'

const load = (db: Db, id: string): Promise<Users> =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** Who has no password yet sets the first one soon after signing in: a session left open is not enough. */
const proveRecent = ({ session }: SessionActor, now: number) => {
  if (!isRecent(session.provedAt, now))
    throw forbidden(
      'Sign out and sign in again first: you can set a first password only within 15 minutes of signing in.',
    )
}

const forgotPassword = on(contract.forgotPassword, {
  first: ({ address, now, services }) => {
    const wait = services.resetMailLimits.asks.take(networkOf(address), now)
    if (wait !== undefined)
      throw tooManyRequests(wait, `Too many emails were requested from this address. Try again in ${wait} seconds.`)
  },
  prepare: ({ body }, { now, services }) => {
    const { mailer, config, resetMailLimits } = services
    needPasswords(config)
    const email = lowerEmail(body.email)
    return mailer && resetMailLimits.mails.take(comparableEmail(email), now) === undefined ? email : undefined
  },
  handle: async (_, context, email) => {
    const { db, now, address, requestId, audit, nothing, afterCommit, services } = context
    if (email === undefined) {
      nothing()
      return undefined
    }
    await enqueueResetMail(db, { email, address, requestId }, now)
    await audit({
      action: 'CREATE',
      objectType: 'ONE_TIME_LINK',
      objectIdentifier: email,
      changes: { resetMail: { after: 'asked for' } },
    })
    afterCommit(services.wakeJobs)
    return undefined
  },
})

const prove = on(contract.prove, {
  prepare: async ({ body }, context) => {
    needPasswords(context.services.config)
    const person = await load(context.db, sessionOf(context.actor).user.id)
    if (person.password_hash === null)
      throw forbidden('You have no password. Confirm your identity with the identity provider.')
    await proveCurrent(person, { field: 'password', password: body.password }, context)
    return person.password_hash
  },
  handle: async (_, { actor, db, now, audit }, before) => {
    const session = sessionOf(actor)
    if ((await load(db, session.user.id)).password_hash !== before) throw changedMeanwhile()
    await renewProof(db, session, now)
    await audit(proofEntry(session, 'password'))
    return { provedUntil: iso(now + PROOF_LASTS_MS) }
  },
})

const changePassword = on(contract.changePassword, {
  prepare: async ({ body }, context) => {
    needPasswords(context.services.config)
    const actor = sessionOf(context.actor)
    const person = await load(context.db, actor.user.id)
    if (person.password_hash === null) proveRecent(actor, context.now)
    else await proveCurrent(person, { field: 'current', password: body.current }, context)
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
    await raisePasswordChanged(person, context)
    return undefined
  },
})

export const passwordRoutes: readonly Route[] = [forgotPassword, prove, changePassword]
