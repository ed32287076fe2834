import * as contract from '../../../contract/identity/sessions.ts'
import { type Person, sessionOf } from '../../core/callers/actor.ts'
import type { Kind } from '../../core/changes/writes.ts'
import { presentRows } from '../../core/db/rows.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { changedName } from '../../core/names/displayed.ts'
import { noSessionCookie } from '../sessions/cookies.ts'
import { endSession, presentSession, sessionsOf } from '../sessions/sessions.ts'
import { presentMe } from './me.ts'

const PROFILE: Kind<Person> = { type: 'PROFILE', idOf: ({ email }) => email, facts: ({ name }) => ({ name }) }

const getMe = on(contract.getMe, { handle: (_, { actor, db, services }) => presentMe(db, sessionOf(actor), services) })

const updateMe = on(contract.updateMe, {
  handle: async ({ body }, { actor, db, changed, services }) => {
    const { user } = sessionOf(actor)
    const name = changedName(body.name, user.name)
    await db
      .updateTable('users')
      .set(eb => ({ name, version: eb('version', '+', 1) }))
      .where('id', '=', user.id)
      .execute()
    await changed(PROFILE, user, { ...user, name })
    return presentMe(db, sessionOf(actor), services)
  },
})

const listMySessions = on(contract.listSessions, {
  handle: async (_, { actor, db, now, services: { config } }) => {
    const { user, session } = sessionOf(actor)
    const rows = await sessionsOf(db, { userId: user.id, now }, config)
    const present = (row: (typeof rows)[number]) => presentSession(row, session.id, config)
    const { shown: sessions, marked } = presentRows(rows, { idOf: ({ id }) => id, present })
    return { sessions, ...marked }
  },
})

const endMySession = on(contract.endSession, {
  handle: async ({ params }, { actor, db, audit, setCookie, services }) => {
    const { user, session } = sessionOf(actor)
    await endSession(db, user.id, params.id)
    if (params.id === session.id) setCookie(noSessionCookie(services.config.publicUrl))
    await audit({
      action: 'DELETE',
      objectType: 'SESSION',
      objectIdentifier: user.email,
      changes: { session: { before: params.id } },
    })
    return undefined
  },
})

export const meRoutes: readonly Route[] = [getMe, updateMe, listMySessions, endMySession]
