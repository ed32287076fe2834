import * as contract from '../../../contract/identity/sessions.ts'
import { ANONYMOUS, sessionOf } from '../../core/callers/actor.ts'
import { Answer, type Context, on, type Route } from '../../core/http/mount.ts'
import { forgetPages } from '../../core/http/web.ts'
import { noSessionCookie } from '../sessions/cookies.ts'
import { endSession } from '../sessions/sessions.ts'
import { somebodyExists } from '../users/users.ts'
import { enter, presentEntering } from './enter.ts'
import { needPasswords, type SessionParts } from './parts.ts'
import { provePassword, stillProved } from './sign-in.ts'

export const signInRoutes = ({ config, mailer, guessing, failures }: SessionParts): Route[] => {
  const failedBy =
    ({ address, requestId, now }: Context) =>
    (email: string | undefined, reason: string) => {
      const attempt = { address, requestId, now }
      if (email === undefined) return failures.recordStranger(attempt)
      const entry = { action: 'CREATE', objectType: 'SESSION', objectIdentifier: email } as const
      failures.record({ ...attempt, entry, reason, actor: ANONYMOUS })
    }

  return [
    on(contract.signInOptions, {
      handle: async (_, { db }) => ({
        setUp: !(await somebodyExists(db)),
        password: config.passwordSignIn,
        mail: mailer !== undefined,
        oidc: config.oidc ? { name: config.oidc.name } : null,
      }),
    }),

    on(contract.signIn, {
      first: ({ address }) => guessing.count(address),
      prepare: ({ body }, context) => {
        needPasswords(config)
        const tried = { ...body, address: context.address }
        return provePassword(context.db, tried, { guessing, failed: failedBy(context) })
      },
      handle: async (_, context, proved) => {
        const person = await stillProved(context.db, proved)
        await enter(person, 'PASSWORD', config, context)
        return presentEntering(person)
      },
    }),

    on(contract.signOut, {
      handle: async (_, { actor, db, audit, setCookie }) => {
        const { user, session } = sessionOf(actor)
        await endSession(db, user.id, session.id)
        setCookie(noSessionCookie(config.publicUrl))
        await audit({
          action: 'DELETE',
          objectType: 'SESSION',
          objectIdentifier: user.email,
          changes: { session: { before: session.id } },
        })
        return new Answer(204, undefined, forgetPages(config.publicUrl))
      },
    }),
  ]
}
