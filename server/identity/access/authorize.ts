/** Step 2 of every request: may the caller call this operation at all? Asked when the headers came, and again where it is acted on. */
import { type OperationSpec, PERSONAL_TOKEN, PUBLIC, SESSION } from '../../../contract/core/operation.ts'
import type { Config } from '../../config.ts'
import { type Actor, holds, isBearer } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { forbidden, invalidToken, sessionEnded } from '../../core/problems/problems.ts'
import type { Authenticate } from './authenticate.ts'
import { needProof } from './proof.ts'
import { lacking, limitedAway } from './roles.ts'

/** Who called, and from where. */
export type Caller = { readonly actor: Actor; readonly address: string }

/** The actor as they are at this moment; `write` is the transaction it is used in. @throws Problem 401 or 403 */
export type Authorize = (caller: Caller, now: number, write?: Db) => Promise<Actor>

const checkKind = ({ needs }: OperationSpec, actor: Actor, publicUrl: string) => {
  if (needs === PUBLIC) return
  const { credential } = needs
  if (credential === SESSION && actor.kind !== 'session')
    throw forbidden(`Tokens can't be used for this. Sign in at ${publicUrl}.`)
  if (credential === PERSONAL_TOKEN && actor.kind !== 'personal-token')
    throw forbidden(
      'This call is for personal tokens, about themselves. Send the token as Authorization: Bearer YOUR_TOKEN.',
    )
}

/** What speaks of the token itself stays possible: a token that may only read still revokes itself. */
const checkReadOnly = ({ writes, needs }: OperationSpec, actor: Actor) => {
  if (!writes || !isBearer(actor) || !actor.credential.readOnly) return
  if (needs !== PUBLIC && needs.credential === PERSONAL_TOKEN) return
  throw limitedAway(actor, 'is read-only')
}

/** All that an operation declares. @throws Problem 403 */
export const checkerOf =
  ({ publicUrl }: Config) =>
  async (operation: OperationSpec, actor: Actor, { db, now }: { db: Db; now: number }) => {
    if (operation.needs === PUBLIC) return
    checkKind(operation, actor, publicUrl)
    const { permission, proof } = operation.needs
    if (permission && !holds(actor, permission)) throw await lacking(db, actor, permission)
    if (proof) needProof(actor, now)
    checkReadOnly(operation, actor)
  }

type Parts = { readonly authenticate: Authenticate; readonly db: Db; readonly check: ReturnType<typeof checkerOf> }

/**
 * Checks again, where it is used, all that was checked when the headers came: the credential, its owner, permission, limits and proof.
 * Inside a write this is the first statement of its transaction. What can be known of an operation is worked out once.
 */
export const authorizerOf =
  ({ authenticate, db, check }: Parts) =>
  (operation: OperationSpec): Authorize => {
    const changesOwn = operation.changesOwnCredential === true

    /** @throws Problem 401 or 403 for a bearer that ended or may not be used from there */
    const actorNow = async ({ actor, address }: Caller, now: number, write?: Db) => {
      if (actor.kind === 'anonymous') return actor
      const found = await authenticate.again(actor, { address, now }, write && { db: write, changesOwn })
      if ('kind' in found) return found
      if (found.is === 'unknown') throw invalidToken("This token isn't valid.", 'unknown')
      if (found.is === 'refused') throw found.problem
      return found.actor
    }

    return async (caller, now, write) => {
      const actor = await actorNow(caller, now, write)
      if (operation.needs === PUBLIC) return actor
      if (actor.kind === 'anonymous') throw sessionEnded()
      await check(operation, actor, { db: write ?? db, now })
      return actor
    }
  }
