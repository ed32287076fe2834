/** What a token may do about itself, and nothing else may. */

import * as rotation from '../../../contract/identity/rotation.ts'
import * as contract from '../../../contract/identity/tokens.ts'
import { type Actor, holds, type TokenActor } from '../../core/callers/actor.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { iso } from '../../core/problems/instant.ts'
import { conflict, forbidden } from '../../core/problems/problems.ts'
import { last4Of } from '../../core/secrets/secret.ts'
import { lacking, rolesOf } from '../access/roles.ts'
import { endCredential, entriesOfEnded } from '../credentials/credentials.ts'
import { mayRotate, rotate } from '../credentials/rotation.ts'
import { checkLivesOn } from '../policy/policy.ts'
import { presentHeldRole } from '../roles/present.ts'
import { objectType } from './facts.ts'
import { presentExpiry, presentToken } from './present.ts'
import { findToken } from './tokens.ts'

const tokenOf = (actor: Actor): TokenActor => {
  if (actor.kind !== 'personal-token')
    throw new Error('an operation that needs a personal token was called without one')
  return actor
}

const describeSelf = on(contract.describeSelf, {
  handle: async (_, { actor, db, now }) => {
    const { user, credential, permissions } = tokenOf(actor)
    const row = await findToken(db, actor, credential.cid)
    const { lastUsed, state, ended, version, abilities, ...described } = presentToken(row, { actor, now }, [])
    const roles = (await rolesOf(db, user.id)).map(presentHeldRole)
    return {
      ...described,
      last4: credential.last4,
      owner: { email: user.email, name: user.name },
      roles,
      permissions: [...permissions],
    }
  },
})

const canSelf = on(contract.canSelf, {
  handle: async ({ query: { permission } }, { actor, db }) => {
    const { credential } = tokenOf(actor)
    if (!holds(actor, permission))
      return { permission, allowed: false, changes: false, reason: (await lacking(db, actor, permission)).details }
    return {
      permission,
      allowed: true,
      changes: !credential.readOnly,
      ...(credential.readOnly ? { reason: 'This token is read-only.' } : {}),
    }
  },
})

const revokeSelf = on(contract.revokeSelf, {
  handle: async (_, context) => {
    const { actor, db, now, audit } = context
    const { user, credential } = tokenOf(actor)
    const ended = await endCredential(db, credential.cid, { kind: 'OWNER', id: user.id, now })
    await audit({
      action: 'DELETE',
      objectType,
      objectIdentifier: credential.cid,
      changes: { name: { before: credential.name } },
    })
    for (const entry of entriesOfEnded(credential.cid, ended)) await audit(entry)
    await context.raise('token', { kind: 'token-revoked', cids: [credential.cid] })
    return undefined
  },
})

const rotateSelf = on(rotation.rotateSelf, {
  handle: async ({ body }, context) => {
    const { actor, db, now, audit } = context
    const { credential } = tokenOf(actor)
    const row = await findToken(db, actor, credential.cid)
    if (row.rotates_itself === 0) throw forbidden("This token can't rotate itself: its owner has not allowed it.")
    if (!(await mayRotate(db, credential)))
      throw conflict('This secret was replaced by a newer one that is in use. Rotate with the newer one.')
    await checkLivesOn(db, row, now)
    const { secret, oldWorksUntil } = await rotate(db, { cid: row.cid, kind: 'personal' }, { ...body, now })
    await audit({
      action: 'UPDATE',
      objectType,
      objectIdentifier: row.cid,
      changes: { rotated: { before: row.last4, after: last4Of(secret) } },
    })
    await context.raise('token', { kind: 'token-rotated', cids: [row.cid], isUnattended: true })
    return {
      cid: row.cid,
      token: secret,
      last4: last4Of(secret),
      oldWorksUntil: iso(oldWorksUntil),
      expirationDate: presentExpiry(row).expirationDate,
    }
  },
})

export const selfRoutes: readonly Route[] = [describeSelf, canSelf, revokeSelf, rotateSelf]
