/** Everybody's personal tokens: listed, downloaded, and revoked in bulk. */
import type { BodyOf } from '../../../contract/core/operation.ts'
import * as lists from '../../../contract/identity/token-lists.ts'
import type { Db } from '../../core/db/database.ts'
import { csvAnswer } from '../../core/http/csv-file.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { instantOf } from '../../core/problems/instant.ts'
import { badRequest, notFound } from '../../core/problems/problems.ts'
import { TOKEN_COLUMNS } from './csv.ts'
import { countEnding, endMany, expectCount, personIdOf } from './end-many.ts'
import { objectType } from './facts.ts'
import { tokenFilterOf } from './filter.ts'
import { storeAll, storeFirst, tokensAsked } from './listed.ts'
import { presentToken } from './present.ts'
import { countAttention } from './recent.ts'
import { type TokenRow, tokensAfter } from './tokens.ts'

type Chosen = { ownerId: string | undefined; madeBefore: number | undefined }

const chosenFrom = async (db: Db, body: BodyOf<typeof lists.revokeTokens>): Promise<Chosen> => {
  const { ownerId, madeBefore } = body
  if (ownerId === undefined && madeBefore === undefined)
    throw badRequest('ownerId: give the identifier of an owner, or give madeBefore, or both.', 'ownerId')
  if (ownerId !== undefined) {
    const owner = await db.selectFrom('users').select('id').where('id', '=', ownerId).executeTakeFirst()
    if (!owner) throw notFound(`No person has the identifier ${ownerId}.`)
  }
  return { ownerId, madeBefore: instantOf('madeBefore', madeBefore) }
}

const liveTokens = async (db: Db, { ownerId, madeBefore }: Chosen, now: number) => {
  let list = db
    .selectFrom('credentials')
    .select('cid')
    .where('kind', '=', 'personal')
    .where('ended_at', 'is', null)
    .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
  if (ownerId !== undefined) list = list.where('owner_id', '=', ownerId)
  if (madeBefore !== undefined) list = list.where('created_at', '<', madeBefore)
  return (await list.orderBy('cid').execute()).map(({ cid }) => cid)
}

const idOf = ({ cid }: TokenRow) => cid

const listAllTokens = on(lists.listAllTokens, {
  prepare: ({ query }, { services }) => storeFirst(services, query),
  handle: ({ query }, context) => tokensAsked(context, { query, filter: tokenFilterOf(query, context.now) }),
})

const countAllTokens = on(lists.countAllTokens, {
  prepare: (_, { services }) => storeAll(services),
  handle: (_, { db, now }) => countAttention(db, { now }),
})

const downloadTokens = on(lists.downloadTokens, {
  prepare: ({ query }, { services }) => storeFirst(services, query),
  handle: ({ query }, { db, actor, now, stillAllowed, services: { usage } }) => {
    const filter = tokenFilterOf(query, now)
    const rowsAfter = (after: TokenRow | undefined, most: number) => tokensAfter(db, filter, { after, most })
    const present = (row: TokenRow) => presentToken(row, { actor, now }, usage.pending(row.cid))
    return csvAnswer('personal-tokens', now, { columns: TOKEN_COLUMNS, rowsAfter, idOf, present, stillAllowed })
  },
})

// The tokens end in transactions of their own; the last one only leaves the row that says what was asked for.
const revokeTokens = on(lists.revokeTokens, {
  prepare: async ({ body }, context) => {
    const { db, now, actor } = context
    const cids = await liveTokens(db, await chosenFrom(db, body), now)
    if (body.dryRun) return { ...(await countEnding(db, cids, now)), dryRun: true }
    expectCount(body.expectedCount, cids.length)
    const by = { kind: 'ADMINISTRATOR', id: personIdOf(actor) } as const
    return { ...(await endMany(context, cids, by)), dryRun: false }
  },
  handle: async ({ body: { ownerId, madeBefore } }, { audit, nothing }, done) => {
    if (done.dryRun) nothing()
    else
      await audit({
        action: 'DELETE',
        objectType,
        objectIdentifier: ownerId ?? 'everybody',
        changes: {
          ...(madeBefore === undefined ? {} : { madeBefore: { after: madeBefore } }),
          tokens: { after: done.tokens },
          keys: { after: done.keys },
        },
      })
    return done
  },
})

export const tokenAdminRoutes: readonly Route[] = [listAllTokens, countAllTokens, downloadTokens, revokeTokens]
