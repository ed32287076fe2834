import * as contract from '../../../contract/identity/device.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import { networkOf } from '../../core/callers/addresses.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { Answer } from '../../core/http/send.ts'
import { iso } from '../../core/problems/instant.ts'
import { tooManyRequests } from '../../core/problems/problems.ts'
import { chooseExpiry } from '../credentials/expiry.ts'
import { checkNewToken } from '../policy/policy.ts'
import { presentExpiry } from '../tokens/present.ts'
import {
  approve,
  type Collected,
  collect,
  deny,
  findWaiting,
  LIFETIME_MS,
  type NotCollected,
  needDeviceSignIn,
  startRequest,
} from './device.ts'

const WHY: Readonly<Record<contract.DeviceError, string>> = {
  authorization_pending: 'The person has not decided yet.',
  slow_down: 'You poll too often. Wait longer between two polls.',
  access_denied: 'The request was denied in the browser.',
  expired_token: 'The code has expired or was already used. Request a new one.',
}

const limitStarts = ({ address, now, services }: Context) => {
  const wait = services.deviceLimits.starts.take(networkOf(address), now)
  if (wait !== undefined)
    throw tooManyRequests(wait, `Too many codes were requested from this address. Try again in ${wait} seconds.`)
}

const limitQuestions = ({ address, now, services }: Context) => {
  const wait = services.deviceLimits.questions.take(networkOf(address), now)
  if (wait !== undefined) throw tooManyRequests(wait, `Too many polls from this address. Try again in ${wait} seconds.`)
}

/** A person who enters codes that no client waits for may be guessing the code of another person. */
const waitingFor = async (userCode: string, { actor, db, now, services }: Context) => {
  const { wrongCodes } = services.deviceLimits
  const key = sessionOf(actor).user.id
  const wait = wrongCodes.take(key, now)
  if (wait !== undefined) throw tooManyRequests(wait, `Too many wrong codes. Try again in ${wait} seconds.`)
  const row = await findWaiting(db, userCode, now)
  wrongCodes.giveBack(key)
  return row
}

const hand = async ({ cid, secret, owner, name, expiresAt }: Collected, context: Context) => {
  const changes = {
    name: { after: name },
    owner: { after: owner.email },
    by: { after: 'a code typed in the browser' },
  }
  await context.audit({ action: 'CREATE', objectType: 'PERSONAL_TOKEN', objectIdentifier: cid, changes })
  await context.raise('token', { kind: 'token-created', cids: [cid] })
  const expiration_date = expiresAt === null ? null : iso(expiresAt)
  return { access_token: secret, token_type: 'Bearer', cid, name, expiration_date } as const
}

/** What a person approved in vain leaves a row: they will ask why nothing came of it. */
const refuse = async ({ error, why, owner }: NotCollected, { audit, unaudited }: Context) => {
  const changes = { owner: { after: owner?.email ?? null }, refused: { after: why } }
  if (why === undefined) unaudited('how often a client asks is no change to the workspace')
  else await audit({ action: 'DELETE', objectType: 'CREDENTIAL', objectIdentifier: 'device sign-in', changes })
  return new Answer(400, { error, error_description: why ?? WHY[error] })
}

const startDevice = on(contract.startDevice, {
  first: limitStarts,
  handle: async ({ body }, { db, now, address, client, unaudited, services }) => {
    await needDeviceSignIn(db)
    const asked = { client: body.client?.trim() || client, address }
    const { deviceCode, userCode, intervalMs } = await startRequest(db, asked, now)
    unaudited('anyone can ask; what comes of it leaves its row')
    return {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: `${services.config.publicUrl}/device`,
      expires_in: LIFETIME_MS / 1000,
      interval: intervalMs / 1000,
    }
  },
})

const collectDevice = on(contract.collectDevice, {
  first: limitQuestions,
  handle: async ({ body }, context) => {
    const collected = await collect(context.db, body.device_code, context.now)
    return 'error' in collected ? refuse(collected, context) : hand(collected, context)
  },
})

const findDevice = on(contract.findDevice, {
  handle: async ({ body }, context) => {
    const row = await waitingFor(body.userCode, context)
    return { client: row.client, address: row.address, asked: iso(row.created_at), expires: iso(row.expires_at) }
  },
})

const approveDevice = on(contract.approveDevice, {
  handle: async ({ body }, context) => {
    const { actor, db, now, audit } = context
    await needDeviceSignIn(db)
    const row = await waitingFor(body.userCode, context)
    const expiry = chooseExpiry(body.expirationDate, body.timeZone, now)
    const { user, session } = sessionOf(actor)
    await checkNewToken(db, { ownerId: user.id, expiry, readOnly: true }, now)
    const name = body.name.trim()
    const approval = { userId: user.id, sessionId: session.id, name, description: body.description ?? null, expiry }
    await approve(db, row, approval)
    const { expirationDate } = presentExpiry({
      expires_at: expiry.expiresAt,
      last_day: expiry.lastDay,
      time_zone: expiry.timeZone,
    })
    const changes = {
      name: { after: name },
      client: { after: row.client },
      from: { after: row.address },
      expirationDate: { after: expirationDate },
    }
    await audit({ action: 'CREATE', objectType: 'CREDENTIAL', objectIdentifier: 'device sign-in', changes })
    return undefined
  },
})

const denyDevice = on(contract.denyDevice, {
  handle: async ({ body }, context) => {
    const { actor, db, audit } = context
    const row = await waitingFor(body.userCode, context)
    await deny(db, row, sessionOf(actor).user.id)
    const changes = { client: { after: row.client }, from: { after: row.address }, denied: { after: true } }
    await audit({ action: 'DELETE', objectType: 'CREDENTIAL', objectIdentifier: 'device sign-in', changes })
    return undefined
  },
})

export const deviceRoutes: readonly Route[] = [startDevice, collectDevice, findDevice, approveDevice, denyDevice]
