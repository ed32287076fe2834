import * as contract from '../../contract/tokens.ts'
import type { Actor, SessionActor, TokenActor } from '../access/actor.ts'
import { rolesOf } from '../access/roles.ts'
import { changesBetween } from '../audit/audit.ts'
import { type Context, on, type Route } from '../http/mount.ts'
import { pageFields, pageOf } from '../http/page.ts'
import { tellOwner } from '../notices/tell.ts'
import { presentHeldRole } from '../roles/present.ts'
import { createCredential, endCredential, entriesOfEnded } from './credentials.ts'
import { chooseExpiry, endOfDay } from './expiry.ts'
import { presentExpiry, presentToken } from './present.ts'
import { canEdit, editToken, findToken, listTokens, revokeToken } from './tokens.ts'
import type { Usage } from './usage.ts'

/** The guard let only sessions through; this tells the compiler. */
const sessionOf = (actor: Actor): SessionActor => {
  if (actor.kind !== 'session') throw new Error('an operation that needs a session was called without one')
  return actor
}

const tokenOf = (actor: Actor): TokenActor => {
  if (actor.kind !== 'personal-token')
    throw new Error('an operation that needs a personal token was called without one')
  return actor
}

const objectType = 'PERSONAL_TOKEN'

export const tokenRoutes = ({ usage }: { usage: Usage }): Route[] => {
  const list = async (
    { db, now, actor }: Context,
    filter: { ownerId?: string; state?: 'active' | 'ended' | 'all'; query?: string; page?: number; pageSize?: number },
  ) => {
    const page = pageOf(filter)
    const { rows, total } = await listTokens(db, {
      ...page,
      ownerId: filter.ownerId,
      state: filter.state ?? 'active',
      query: filter.query,
      now,
    })
    return {
      tokens: rows.map(row => presentToken(row, actor, now, usage.pending(row.cid))),
      ...pageFields(page, total),
    }
  }

  return [
    on(contract.listTokens, {
      handle: ({ query }, context) => list(context, { ...query, ownerId: sessionOf(context.actor).user.id }),
    }),

    on(contract.listAllTokens, { handle: ({ query }, context) => list(context, query) }),

    on(contract.createToken, {
      handle: async ({ body }, { actor, db, now, audit, address, client }) => {
        const { user } = sessionOf(actor)
        const expiry = chooseExpiry(body.expirationDate, body.timeZone, now)
        const made = {
          kind: 'personal',
          ownerId: user.id,
          madeBy: null,
          makerId: user.id,
          name: body.name.trim(),
          description: body.description ?? null,
          expiry,
        } as const
        const { cid, secret } = await createCredential(db, made, now)
        const row = await findToken(db, actor, cid)
        await audit({
          action: 'CREATE',
          objectType,
          objectIdentifier: cid,
          changes: changesBetween({}, { name: row.name, description: row.description, ...presentExpiry(row) }),
        })
        await tellOwner(db, { kind: 'token-created', cid, address, client }, now)
        return { ...presentToken(row, actor, now, undefined), token: secret }
      },
    }),

    on(contract.computeExpiry, {
      handle: ({ query }) => {
        const { expiresAt, lastDay, timeZone } = endOfDay(query.date, query.timeZone)
        return presentExpiry({ expires_at: expiresAt, last_day: lastDay, time_zone: timeZone })
      },
    }),

    on(contract.describeSelf, {
      handle: async (_, { actor, db, now }) => {
        const { user, credential, permissions } = tokenOf(actor)
        const row = await findToken(db, actor, credential.cid)
        const { cid, name, description, last4, createdDate, expirationDate, lastDay, timeZone } = presentToken(
          row,
          actor,
          now,
          undefined,
        )
        const roles = (await rolesOf(db, user.id)).map(presentHeldRole)
        return {
          cid,
          name,
          description,
          last4,
          createdDate,
          expirationDate,
          lastDay,
          timeZone,
          owner: { email: user.email, name: user.name },
          roles,
          permissions: [...permissions],
        }
      },
    }),

    on(contract.revokeSelf, {
      handle: async (_, { actor, db, now, audit, address, client }) => {
        const { user, credential } = tokenOf(actor)
        const ended = await endCredential(db, credential.cid, { kind: 'OWNER', id: user.id }, now)
        await audit({
          action: 'DELETE',
          objectType,
          objectIdentifier: credential.cid,
          changes: { name: { before: credential.name } },
        })
        for (const entry of entriesOfEnded(credential.cid, ended)) await audit(entry)
        await tellOwner(db, { kind: 'token-revoked', cid: credential.cid, address, client }, now)
        return undefined
      },
    }),

    on(contract.getToken, {
      handle: async ({ params }, { actor, db, now }) =>
        presentToken(await findToken(db, actor, params.cid), actor, now, usage.pending(params.cid)),
    }),

    on(contract.updateToken, {
      handle: async ({ params, body, version }, { actor, db, now, audit }) => {
        const { before, after } = await editToken(db, actor, params.cid, { ...body, name: body.name?.trim() }, version)
        const pick = (row: typeof before) => ({ name: row.name, description: row.description })
        await audit({
          action: 'UPDATE',
          objectType,
          objectIdentifier: params.cid,
          changes: changesBetween(pick(before), pick(after)),
        })
        return presentToken(after, actor, now, usage.pending(params.cid))
      },
    }),

    on(contract.revokeToken, {
      handle: async ({ params }, { actor, db, now, audit, address, client }) => {
        const { row, ended } = await revokeToken(db, actor, params.cid, now)
        await audit({
          action: 'DELETE',
          objectType,
          objectIdentifier: row.cid,
          changes: { name: { before: row.name }, owner: { before: row.email } },
        })
        for (const entry of entriesOfEnded(row.cid, ended)) await audit(entry)
        const kind = canEdit(actor, row) ? 'token-revoked' : 'token-revoked-by-other'
        await tellOwner(db, { kind, cid: row.cid, address, client }, now)
        return undefined
      },
    }),
  ]
}
