import * as contract from '../../../contract/identity/rotation.ts'
import { expectVersion } from '../../core/changes/writes.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { last4Of } from '../../core/secrets/secret.ts'
import { finishRotation, rotate, undoRotation } from '../credentials/rotation.ts'
import { checkLivesOn } from '../policy/policy.ts'
import { objectType } from './facts.ts'
import { presentToken } from './present.ts'
import { findToChange, findToken } from './tokens.ts'

const found = async ({ actor, db, now }: Context, cid: string, version: number | undefined) => {
  const row = await findToChange(db, actor, { cid, now })
  expectVersion(row, version)
  return row
}
const presented = async ({ actor, db, now, services: { usage } }: Context, cid: string) =>
  presentToken(await findToken(db, actor, cid), { actor, now }, usage.pending(cid))

const rotateToken = on(contract.rotateToken, {
  handle: async ({ params, body, version }, context) => {
    const { db, now, audit } = context
    const row = await found(context, params.cid, version)
    await checkLivesOn(db, row, now)
    const { secret } = await rotate(db, { cid: row.cid, kind: 'personal' }, { ...body, now })
    const changes = { rotated: { before: row.last4, after: last4Of(secret) } }
    await audit({ action: 'UPDATE', objectType, objectIdentifier: row.cid, changes })
    await context.raise('token', { kind: 'token-rotated', cids: [row.cid] })
    return { ...(await presented(context, row.cid)), token: secret }
  },
})

const undo = on(contract.undoRotation, {
  handle: async ({ params, version }, context) => {
    const { db, now, audit } = context
    const row = await found(context, params.cid, version)
    await undoRotation(db, row.cid, now)
    const changes = { rotationUndone: { before: row.last4, after: row.previous_last4 } }
    await audit({ action: 'UPDATE', objectType, objectIdentifier: row.cid, changes })
    return presented(context, row.cid)
  },
})

const finish = on(contract.finishRotation, {
  handle: async ({ params, version }, context) => {
    const { db, now, audit } = context
    const row = await found(context, params.cid, version)
    await finishRotation(db, row.cid, now)
    const changes = { oldSecretEnded: { before: row.previous_last4 } }
    await audit({ action: 'UPDATE', objectType, objectIdentifier: row.cid, changes })
    return presented(context, row.cid)
  },
})

export const rotationRoutes: readonly Route[] = [rotateToken, undo, finish]
