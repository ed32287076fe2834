/** Anyone with a secret may revoke it: they could do worse with it. RFC 7009: the answer reveals nothing about what was sent. */
import * as contract from '../../../contract/identity/tokens.ts'
import { networkOf } from '../../core/callers/addresses.ts'
import type { Db } from '../../core/db/database.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { tooManyRequests } from '../../core/problems/problems.ts'
import { hashOf, isUuid, isWellFormed } from '../../core/secrets/secret.ts'
import type { CountsWithBlocks } from '../access/limits.ts'
import { endCredential, entriesOfEnded, OBJECT_OF } from '../credentials/credentials.ts'
import { isExpired } from '../credentials/expiry.ts'
import { isOver } from './tokens.ts'

/** The credential that this secret still proves; undefined for any other string. */
const provenBy = async (db: Db, secret: string, now: number) => {
  if (!isWellFormed(secret) && !isUuid(secret)) return undefined
  const row = await db
    .selectFrom('secrets as s')
    .innerJoin('credentials as c', 'c.cid', 's.cid')
    .select(['c.cid', 'c.kind', 'c.name', 'c.ended_at', 'c.expires_at', 's.dies_at'])
    .where('s.hash', '=', hashOf(secret))
    .executeTakeFirst()
  return row && !isOver(row, now) && !isExpired(row.dies_at, now) ? row : undefined
}

const revokeBySecret = on(contract.revokeBySecret, {
  first: ({ address, now, services }) => {
    services.unknownSecrets.take(networkOf(address), now)
  },
  /** Before any transaction: a flood of unknown strings must not delay writers. A real secret is never refused. */
  prepare: async ({ body }, { db, now, address, services }) => {
    const { unknownSecrets } = services
    const network = networkOf(address)
    if (await provenBy(db, body.token.trim(), now)) return unknownSecrets.giveBack(network)
    const wait = unknownSecrets.blocked(network, now)
    if (wait !== undefined) throw tooManyRequests(wait, `Too many invalid secrets. Try again in ${wait} seconds.`)
  },
  handle: async ({ body }, context) => {
    const { db, now, audit, raise, nothing } = context
    const proven = await provenBy(db, body.token.trim(), now)
    if (!proven) {
      nothing()
      return {}
    }
    const { cid, kind, name } = proven
    const ended = await endCredential(db, cid, { kind: 'HOLDER', id: null, reason: 'LEAKED', now })
    const objectType = OBJECT_OF[kind]
    const changes = { name: { before: name }, leaked: { after: true } }
    await audit({ action: 'DELETE', objectType, objectIdentifier: cid, changes })
    for (const entry of entriesOfEnded(cid, ended)) await audit(entry)
    if (kind === 'personal') await raise('token', { kind: 'token-revoked-by-other', cids: [cid] })
    if (kind === 'workspace') await raise('key', { kind: 'key.deleted', cid })
    return {}
  },
})

export const possessionRoutes: readonly Route[] = [revokeBySecret]

declare module '../../core/services/services.ts' {
  interface Services {
    /** What was sent to be revoked and is no secret, by network. */
    readonly unknownSecrets: CountsWithBlocks
  }
}
