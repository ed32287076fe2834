import type { BodyOf } from '../../../contract/core/operation.ts'
import { tokenPermissions } from '../../../contract/identity/narrowing.ts'
import * as lists from '../../../contract/identity/token-lists.ts'
import * as contract from '../../../contract/identity/tokens.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { changedName } from '../../core/names/displayed.ts'
import { createCredential, entriesOfEnded, UNLIMITED } from '../credentials/credentials.ts'
import { chooseExpiry, endOfDay } from '../credentials/expiry.ts'
import { type Chooser, chooseLimits, pickLimits } from '../credentials/limits.ts'
import { checkNewToken, checkWidening } from '../policy/policy.ts'
import { ENDED_TOKEN, TOKEN } from './facts.ts'
import { storeAll, storeFirst, tokensAsked } from './listed.ts'
import { permissionsOfToken } from './may.ts'
import { presentExpiry, presentToken } from './present.ts'
import { countAttention } from './recent.ts'
import { revokeChosenTokens } from './revoke-chosen.ts'
import { shortenMade } from './shorten.ts'
import { canEdit, type Edit, editToken, findToChange, findToken, revokeToken, type TokenRow } from './tokens.ts'

const editFrom = (
  body: BodyOf<typeof contract.updateToken>,
  before: TokenRow,
  { now, ...chooser }: Chooser & { now: number },
): Edit => {
  const isKept = body.expirationDate === undefined && !body.timeZone
  const expiry = isKept ? undefined : chooseExpiry(body.expirationDate, body.timeZone, now)
  return {
    name: changedName(body.name, before.name),
    description: body.description === undefined ? before.description : body.description,
    ...chooseLimits(pickLimits(before), body.limits, chooser),
    ...(body.rotatesItself === undefined ? {} : { rotates_itself: body.rotatesItself ? 1 : 0 }),
    ...(expiry ? { last_day: expiry.lastDay, time_zone: expiry.timeZone, expires_at: expiry.expiresAt } : {}),
  }
}

const list = on(lists.listTokens, {
  prepare: ({ query }, { services }) => storeFirst(services, query),
  handle: async ({ query }, context) =>
    tokensAsked(context, { query, filter: { ...query, ownerId: sessionOf(context.actor).user.id, now: context.now } }),
})

const counts = on(lists.countTokens, {
  prepare: (_, { services }) => storeAll(services),
  handle: ({ query: _ }, { db, actor, now }) => countAttention(db, { ownerId: sessionOf(actor).user.id, now }),
})

const create = on(contract.createToken, {
  handle: async ({ body }, context) => {
    const { actor, db, now, created, raise, address } = context
    const { user, permissions } = sessionOf(actor)
    const expiry = chooseExpiry(body.expirationDate, body.timeZone, now)
    const limits = chooseLimits(UNLIMITED, body.limits, { permissions, address })
    await checkNewToken(db, { ownerId: user.id, expiry, readOnly: limits.read_only === 1 }, now)
    const made = {
      kind: 'personal',
      ownerId: user.id,
      madeBy: null,
      makerId: user.id,
      name: body.name.trim(),
      description: body.description ?? null,
      expiry,
      limits,
      rotatesItself: body.rotatesItself ?? false,
    } as const
    const { cid, secret } = await createCredential(db, made, now)
    const row = await findToken(db, actor, cid)
    await created(TOKEN, row)
    await raise('token', { kind: 'token-created', cids: [cid] })
    return { ...presentToken(row, { actor, now }, []), token: secret }
  },
})

const computeExpiry = on(contract.computeExpiry, {
  handle: ({ query }) => {
    const { expiresAt, lastDay, timeZone } = endOfDay(query.date, query.timeZone)
    return presentExpiry({ expires_at: expiresAt, last_day: lastDay, time_zone: timeZone })
  },
})

const get = on(contract.getToken, {
  handle: async ({ params }, { actor, db, now, services: { usage } }) =>
    presentToken(await findToken(db, actor, params.cid), { actor, now }, usage.pending(params.cid)),
})

const permissions = on(tokenPermissions, {
  handle: async ({ params }, { actor, db, now }) => permissionsOfToken(db, await findToken(db, actor, params.cid), now),
})

const update = on(contract.updateToken, {
  handle: async ({ params, body }, { actor, db, now, audit, changed, address, services: { usage } }) => {
    const before = await findToChange(db, actor, { cid: params.cid, now })
    const edit = editFrom(body, before, { permissions: actor.permissions, address, now })
    await checkWidening(db, { before, edit }, now)
    const after = await editToken(db, actor, { before, edit, now })
    await changed(TOKEN, before, after)
    const { expires_at: expiresAt, last_day: lastDay, time_zone: timeZone } = after
    if (expiresAt !== null)
      for (const entry of await shortenMade(db, after.cid, { expiresAt, lastDay, timeZone })) await audit(entry)
    return presentToken(after, { actor, now }, usage.pending(params.cid))
  },
})

const revoke = on(contract.revokeToken, {
  handle: async ({ params }, context) => {
    const { actor, db, now, audit, removed, raise } = context
    const { row, ended } = await revokeToken(db, actor, { cid: params.cid, now })
    await removed(ENDED_TOKEN, row)
    for (const entry of entriesOfEnded(row.cid, ended)) await audit(entry)
    const kind = canEdit(actor, row) ? 'token-revoked' : 'token-revoked-by-other'
    await raise('token', { kind, cids: [row.cid] })
    return undefined
  },
})

const revokeChosen = on(lists.revokeChosenTokens, {
  handle: ({ body }, context) => revokeChosenTokens(context, [...new Set(body.cids)]),
})

export const tokenRoutes: readonly Route[] = [
  list,
  counts,
  create,
  computeExpiry,
  get,
  permissions,
  update,
  revoke,
  revokeChosen,
]
