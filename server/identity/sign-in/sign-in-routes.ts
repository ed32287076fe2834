import * as contract from '../../../contract/identity/sessions.ts'
import { ANONYMOUS, sessionOf } from '../../core/callers/actor.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { Answer } from '../../core/http/send.ts'
import { forgetPages } from '../../core/http/web.ts'
import { noSessionCookie } from '../sessions/cookies.ts'
import { endSession } from '../sessions/sessions.ts'
import { somebodyExists } from '../users/users.ts'
import { enter, presentEntering } from './enter.ts'
import { needPasswords } from './need-passwords.ts'
import { provePassword, stillProved } from './sign-in.ts'

const failedBy =
  ({ address, requestId, now, services: { failures } }: Context) =>
  (email: string | undefined, reason: string) => {
    const attempt = { address, requestId, now }
    if (email === undefined) return failures.recordStranger(attempt)
    const entry = { action: 'CREATE', objectType: 'SESSION', objectIdentifier: email } as const
    failures.record({ ...attempt, entry, reason, actor: ANONYMOUS })
  }

const signInOptions = on(contract.signInOptions, {
  handle: async (_, { db, services: { config, mailer } }) => ({
    setUp: !(await somebodyExists(db)),
    password: config.passwordSignIn,
    mail: mailer !== undefined,
    oidc: config.oidc ? { name: config.oidc.name } : null,
  }),
})

const signIn = on(contract.signIn, {
  first: ({ address, services }) => services.guessing.count(address),
  prepare: ({ body }, context) => {
    const { config, guessing } = context.services
    needPasswords(config)
    const tried = { ...body, address: context.address }
    return provePassword(context.db, tried, { guessing, failed: failedBy(context) })
  },
  handle: async (_, context, proved) => {
    const person = await stillProved(context.db, proved)
    await enter(person, 'PASSWORD', context)
    return presentEntering(person)
  },
})

const signOut = on(contract.signOut, {
  handle: async (_, { actor, db, audit, setCookie, services }) => {
    const { publicUrl } = services.config
    const { user, session } = sessionOf(actor)
    await endSession(db, user.id, session.id)
    setCookie(noSessionCookie(publicUrl))
    await audit({
      action: 'DELETE',
      objectType: 'SESSION',
      objectIdentifier: user.email,
      changes: { session: { before: session.id } },
    })
    return new Answer(204, undefined, forgetPages(publicUrl))
  },
})

export const signInRoutes: readonly Route[] = [signInOptions, signIn, signOut]
