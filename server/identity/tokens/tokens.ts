/** Personal tokens and workspace API keys share their rows; this file keeps the personal ones. */
import { type Selectable, sql } from 'kysely'
import type { TOKEN_SORTS } from '../../../contract/identity/token-filters.ts'
import { type Actor, holds } from '../../core/callers/actor.ts'
import { compiled } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import { firstIds, idsOfPage, type List, type Page, rowsInOrder } from '../../core/db/page.ts'
import type { Sorting } from '../../core/db/sorted.ts'
import { conflict, forbidden, notFound } from '../../core/problems/problems.ts'
import { needProof } from '../access/proof.ts'
import { endCredential, type StoredLimits } from '../credentials/credentials.ts'
import { CURRENT } from '../credentials/current.ts'
import { isExpired } from '../credentials/expiry.ts'
import { areWider } from '../credentials/limits.ts'
import { credentialsSorted } from '../credentials/sorted.ts'
import type { Credentials, LastUse } from '../credentials/tables.ts'
import { conditionsOf, type TokenFilter } from './filter.ts'

/** The columns of `LastUse`, or nothing where it was never used. */
export type LastUsed = { [Column in keyof LastUse]: LastUse[Column] | null }

export type TokenRow = Selectable<Credentials> &
  LastUsed & {
    last4: string
    email: string
    owner_name: string
    deactivated_at: number | null
    /** When the current secret was made, and when it was used first in a rotation. */
    rotated_at: number
    first_used_at: number | null
    grace_ms: number | null
    current_used_at: number | null
    current_used_address: string | null
    current_used_client: string | null
    /** The secret that the current one replaces, alive or not. */
    previous_last4: string | null
    previous_dies_at: number | null
    previous_used_at: number | null
    previous_used_address: string | null
    previous_used_client: string | null
    /** Who ended it, where that was a person. */
    ended_by_email: string | null
  }

const tokens = (db: Db) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.owner_id')
    .innerJoin('secrets as s', join => join.onRef('s.cid', '=', 'c.cid').on('s.is_current', '=', CURRENT))
    .leftJoin('secrets as p', 'p.hash', 's.replaces')
    .leftJoin('credential_uses as used', 'used.cid', 'c.cid')
    .leftJoin('secret_uses as su', join => join.onRef('su.cid', '=', 's.cid').onRef('su.last4', '=', 's.last4'))
    .leftJoin('secret_uses as pu', join => join.onRef('pu.cid', '=', 'p.cid').onRef('pu.last4', '=', 'p.last4'))
    .leftJoin('users as e', 'e.id', 'c.ended_by_id')
    .selectAll('c')
    .select(['used.last_used_at', 'used.last_used_address', 'used.last_used_client'])
    .select(['s.last4', 'u.email', 'u.name as owner_name', 'u.deactivated_at', 'e.email as ended_by_email'])
    .select([
      's.created_at as rotated_at',
      's.first_used_at',
      's.grace_ms',
      'su.last_used_at as current_used_at',
      'su.last_used_address as current_used_address',
      'su.last_used_client as current_used_client',
    ])
    .select([
      'p.last4 as previous_last4',
      'p.dies_at as previous_dies_at',
      'pu.last_used_at as previous_used_at',
      'pu.last_used_address as previous_used_address',
      'pu.last_used_client as previous_used_client',
    ])

const noSuchToken = (cid: string) => notFound(`No token has the identifier ${cid}.`)

const selectToken = compiled((db, { cid }: { cid: string }) =>
  tokens(db).where('c.kind', '=', 'personal').where('c.cid', '=', cid),
)

/** @throws Problem 404 also when the token is another person's and the actor may not see it */
export const findToken = async (db: Db, actor: Actor, cid: string): Promise<TokenRow> => {
  const [row] = await selectToken(db, { cid })
  if (!row || !canSee(actor, row)) throw noSuchToken(cid)
  return row
}

const isOwner = (actor: Actor, row: { owner_id: string | null }) =>
  actor.kind !== 'anonymous' && row.owner_id !== null && actor.user?.id === row.owner_id

/** Revoked or expired. */
export const isOver = (row: Pick<TokenRow, 'ended_at' | 'expires_at'>, now: number) =>
  row.ended_at !== null || isExpired(row.expires_at, now)

/** Two secrets of it work. */
export const isRotating = (row: Pick<TokenRow, 'previous_dies_at'>, now: number) =>
  row.previous_dies_at !== null && !isExpired(row.previous_dies_at, now)

export const canSee = (actor: Actor, row: { owner_id: string | null }) =>
  isOwner(actor, row) || holds(actor, 'EDIT_PERSONAL_TOKENS')
export const canEdit = isOwner
export const canRevoke = canSee
export const MAY_NOT_REVOKE = 'Only its owner or an administrator can revoke it.'

export type Sort = Sorting<(typeof TOKEN_SORTS)[number]>

type After = Pick<TokenRow, 'created_at' | 'cid'>

const matching = (filter: TokenFilter, { after, ...sorting }: Sort & { after?: After | undefined } = {}): List => {
  const rest = after ? [sql`(c.created_at, c.cid) < (${after.created_at}, ${after.cid})`] : []
  const conditions = [sql`c.kind = 'personal'`, ...conditionsOf(filter), ...rest]
  const { table, order } = credentialsSorted(sorting, Boolean(filter.ownerId || filter.owner || filter.query))
  return { id: 'c.cid', from: sql`from ${table} where ${sql.join(conditions, sql` and `)}`, order }
}

const tokensWith = (db: Db, cids: readonly string[]): Promise<TokenRow[]> =>
  rowsInOrder(
    cids,
    some => tokens(db).where('c.cid', 'in', some).execute(),
    ({ cid }) => cid,
  )

/** Newest first, unless asked otherwise. */
export const listTokens = async (db: Db, filter: TokenFilter, { sort, order, ...page }: Sort & Page) => {
  const { ids, total } = await idsOfPage(db, matching(filter, { sort, order }), page)
  return { rows: await tokensWith(db, ids), total }
}

/** Up to `most` tokens after a token, in the order of the list; from the newest on without one. */
export const tokensAfter = async (
  db: Db,
  filter: TokenFilter,
  { after, most }: { after: Pick<TokenRow, 'created_at' | 'cid'> | undefined; most: number },
) => tokensWith(db, await firstIds(db, matching(filter, { after }), most))

export type Edit = Partial<
  Pick<
    TokenRow,
    'name' | 'description' | 'rotates_itself' | 'last_day' | 'time_zone' | 'expires_at' | keyof StoredLimits
  >
>

const isLonger = (before: number | null, after: number | null) => before !== null && (after === null || after > before)

/** Whether the token may do more after the change, or longer. */
export const isWider = (before: TokenRow, after: TokenRow) =>
  areWider(before, after) ||
  isLonger(before.expires_at, after.expires_at) ||
  (before.rotates_itself === 0 && after.rotates_itself === 1)

/** @throws Problem 403, or 409 when it ended */
export const findToChange = async (
  db: Db,
  actor: Actor,
  { cid, now }: { cid: string; now: number },
): Promise<TokenRow> => {
  const row = await findToken(db, actor, cid)
  if (!canEdit(actor, row)) throw forbidden('Only its owner can change a token; you can revoke it.')
  if (isOver(row, now)) throw conflict("This token is revoked or expired and can't be changed. Create a new one.")
  return row
}

/** @throws Problem 403 without a recent proof for a change that widens */
export const editToken = async (
  db: Db,
  actor: Actor,
  { before, edit, now }: { before: TokenRow; edit: Edit; now: number },
): Promise<TokenRow> => {
  const change = { ...edit, version: before.version + 1 }
  const after = { ...before, ...change }
  if (isWider(before, after)) needProof(actor, now)
  await db.updateTable('credentials').set(change).where('cid', '=', before.cid).execute()
  return after
}

/** @throws Problem 403, or 409 when it was revoked before */
export const revokeToken = async (
  db: Db,
  actor: Actor,
  { cid, now, reason = 'REVOKED' }: { cid: string; now: number; reason?: 'REVOKED' | 'LEAKED' },
) => {
  const row = await findToken(db, actor, cid)
  if (!canRevoke(actor, row)) throw forbidden(MAY_NOT_REVOKE)
  if (row.ended_at !== null) throw conflict('This token is already revoked.')
  const userId = actor.kind === 'anonymous' ? null : (actor.user?.id ?? null)
  const by = { kind: isOwner(actor, row) ? 'OWNER' : 'ADMINISTRATOR', id: userId, reason } as const
  return { row, ended: await endCredential(db, cid, { ...by, now }) }
}
