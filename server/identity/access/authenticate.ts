/** Cookie or bearer → Actor, here and nowhere else. Reads the truth on every request: nothing about a credential is cached. */

import type { Permission } from '../../../contract/core/permissions.ts'
import {
  type Actor,
  ANONYMOUS,
  type Anonymous,
  type BearerCredential,
  type Held,
  type KeyActor,
  type SessionActor,
  type TokenActor,
} from '../../core/callers/actor.ts'
import type { Database, Db } from '../../core/db/database.ts'
import { invalidToken, type Problem } from '../../core/problems/problems.ts'
import { hashOf, kindOf } from '../../core/secrets/secret.ts'
import { firstUse } from '../credentials/rotation.ts'
import { narrowed } from './narrowing.ts'
import {
  type BearerRow,
  KEY,
  type KeyRow,
  lockedKey,
  lockedSession,
  lockedToken,
  type RowLock,
  SESSION,
  type SessionRow,
  TOKEN,
  type TokenRow,
} from './read-credential.ts'
import { parseGrants } from './roles.ts'
import { awayFrom, endOf, WRONG_ADDRESS } from './why-refused.ts'

type Bearer = TokenActor | KeyActor

/** An active credential; or a real one with the reason it does not work (any more, or from here); or an unknown string. */
export type Outcome =
  | { readonly is: 'live'; readonly actor: Bearer }
  | { readonly is: 'refused'; readonly actor: Bearer; readonly reason: string; readonly problem: Problem }
  | { readonly is: 'unknown' }

const UNKNOWN: Outcome = { is: 'unknown' }

const credentialOf = (row: BearerRow, hash: string, unlimited: ReadonlySet<Permission>): BearerCredential => ({
  hash,
  cid: row.cid,
  name: row.name,
  last4: row.last4,
  expiresAt: row.expires_at,
  readOnly: row.read_only === 1,
  unlimited,
  limitedBy: row.kind === 'personal' ? row.cid : row.limited_by,
})

/** A key never exceeds the keys it was made by, nor the person whose token is at the beginning. */
const ofKey = ({ makers_grants }: KeyRow, own: Held, owner: Held | undefined): ReadonlySet<Permission> => {
  const makers = makers_grants === null ? [] : makers_grants.split('\f').map(parseGrants)
  return [...makers, ...(owner ? [owner] : [])].reduce(
    (left, { permissions }) => left.intersection(permissions),
    own.permissions,
  )
}

const bearerActor = (row: BearerRow, hash: string): Bearer => {
  const user =
    row.owner_id === null ? undefined : { id: row.owner_id, email: row.email ?? '', name: row.owner_name ?? '' }
  const owner = parseGrants(row.owner_grants)
  const own = row.kind === 'personal' ? owner : parseGrants(row.own_grants)
  const unlimited = row.kind === 'personal' ? own.permissions : ofKey(row, own, user && owner)
  const held = { roles: own.roles, permissions: narrowed(unlimited, row.allowed_permissions) }
  const credential = credentialOf(row, hash, unlimited)
  return row.kind === 'personal' && user
    ? { kind: 'personal-token', user, credential, ...held }
    : { kind: 'api-key', user, credential, ...held }
}

export type Authenticate = {
  bearer(secret: string, address: string, now: number): Promise<Outcome>
  session(cookie: string, now: number): Promise<Actor>
  /**
   * Reads again the credential that the actor was authenticated with. Inside a write transaction it must be the first statement: it
   * locks what the authority comes from.
   */
  again(actor: Proven, at: { address: string; now: number }, write?: Write): Promise<Outcome | SessionActor | Anonymous>
}

type Proven = Bearer | SessionActor

/** `changesOwn`: the operation changes the credential that it is called with. */
export type Write = { readonly db: Db; readonly changesOwn: boolean }

export const authenticator = (database: Database, sessionIdleMs: number): Authenticate => {
  const bearers = {
    personal: statementsOf<TokenRow>(database, TOKEN, lockedToken),
    workspace: statementsOf<KeyRow>(database, KEY, lockedKey),
  }
  const sessions = statementsOf<SessionRow>(database, SESSION, lockedSession)

  const sessionFrom = (row: SessionRow | undefined, hash: string, now: number): SessionActor | Anonymous => {
    if (!row || row.deactivated_at !== null || now >= row.expires_at || now >= row.last_seen_at + sessionIdleMs)
      return ANONYMOUS
    return {
      kind: 'session',
      user: { id: row.user_id, email: row.email, name: row.name },
      session: { id: row.id, hash, provedAt: row.proved_at },
      ...parseGrants(row.grants),
    }
  }

  return {
    async bearer(secret, address, now) {
      const kind = kindOf(secret)
      if (!kind) return UNKNOWN
      const hash = hashOf(secret)
      const [row] = await bearers[kind]([hash])
      const outcome = judge(row, { hash, address, now })
      if (outcome.is === 'live' && row?.replaces && row.first_used_at === null) await firstUse(database, hash, now)
      return outcome
    },
    async session(cookie, now) {
      const hash = hashOf(cookie)
      const [row] = await sessions([hash])
      return sessionFrom(row, hash, now)
    },
    async again(actor, { address, now }, write) {
      if (actor.kind === 'session')
        return sessionFrom((await sessions([actor.session.hash], write))[0], actor.session.hash, now)
      const { hash } = actor.credential
      const read = actor.kind === 'personal-token' ? bearers.personal : bearers.workspace
      return judge((await read([hash], write))[0], { hash, address, now })
    },
  }
}

/** Outside a write the plain reading; inside one the reading that locks, where rows can be locked. */
const statementsOf = <Row>(database: Database, plain: string, locked: (lock: RowLock) => string) => {
  const read = database.statement<Row>(plain)
  const share = database.statement<Row>(locked('for share'))
  const update = database.statement<Row>(locked('for update'))
  return (params: readonly string[], write?: Write) => {
    if (!write || !database.locksRows) return read(params, write?.db)
    return (write.changesOwn ? update : share)(params, write.db)
  }
}

/** A presented secret, by its hash: from where, and when. */
type Presented = { readonly hash: string; readonly address: string; readonly now: number }

const judge = (row: BearerRow | undefined, { hash, address, now }: Presented): Outcome => {
  if (!row) return UNKNOWN
  const actor = bearerActor(row, hash)
  const end = endOf(row, now)
  if (end) return { is: 'refused', actor, reason: end.reason, problem: invalidToken(end.details, end.reason) }
  const away = awayFrom(row, address)
  if (away) return { is: 'refused', actor, reason: WRONG_ADDRESS, problem: away }
  return { is: 'live', actor }
}
