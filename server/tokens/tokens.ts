/** Personal tokens and workspace API keys share their rows; this file keeps the personal ones. */
import { type Selectable, sql } from 'kysely'
import { type Actor, holds } from '../access/actor.ts'
import type { Db } from '../db/database.ts'
import type { Credentials } from '../db/tables.ts'
import { changedMeanwhile, conflict, forbidden, notFound } from '../http/problems.ts'
import { endCredential } from './credentials.ts'

export type TokenRow = Selectable<Credentials> & {
  last4: string
  email: string
  owner_name: string
  deactivated_at: number | null
  /** Who ended it, where that was a person. */
  ended_by_email: string | null
}

const tokens = (db: Db) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.owner_id')
    .innerJoin('secrets as s', join => join.onRef('s.cid', '=', 'c.cid').on('s.is_current', '=', 1))
    .leftJoin('users as e', 'e.id', 'c.ended_by_id')
    .selectAll('c')
    .select(['s.last4', 'u.email', 'u.name as owner_name', 'u.deactivated_at', 'e.email as ended_by_email'])
    .where('c.kind', '=', 'personal')

const noSuchToken = (cid: string) => notFound(`There is no token with the identifier ${cid}.`)

/** @throws Problem 404 also when the token is somebody else's and the actor may not see it */
export const findToken = async (db: Db, actor: Actor, cid: string): Promise<TokenRow> => {
  const row = await tokens(db).where('c.cid', '=', cid).executeTakeFirst()
  if (!row || !canSee(actor, row)) throw noSuchToken(cid)
  return row
}

const isOwner = (actor: Actor, row: { owner_id: string | null }) =>
  actor.kind !== 'anonymous' && row.owner_id !== null && actor.user?.id === row.owner_id

export const canSee = (actor: Actor, row: { owner_id: string | null }) =>
  isOwner(actor, row) || holds(actor, 'EDIT_PERSONAL_TOKENS')
export const canEdit = isOwner
export const canRevoke = canSee

export type TokenFilter = {
  ownerId?: string | undefined
  state: 'active' | 'ended' | 'all'
  query?: string | undefined
  page: number
  pageSize: number
  now: number
}

const SEARCHED = ['c.name', 'c.description', 's.last4', 'u.email', 'u.name'] as const

const escapeLike = (text: string) => text.toLowerCase().replace(/[\\%_]/g, '\\$&')

const filtered = (db: Db, { ownerId, state, query, now }: TokenFilter) => {
  let list = tokens(db)
  if (ownerId) list = list.where('c.owner_id', '=', ownerId)
  if (state === 'active')
    list = list
      .where('c.ended_at', 'is', null)
      .where(eb => eb.or([eb('c.expires_at', 'is', null), eb('c.expires_at', '>', now)]))
  if (state === 'ended')
    list = list.where(eb => eb.or([eb('c.ended_at', 'is not', null), eb('c.expires_at', '<=', now)]))
  if (query) {
    const part = `%${escapeLike(query)}%`
    list = list.where(eb =>
      eb.or(SEARCHED.map(column => sql<boolean>`lower(${eb.ref(column)}) like ${part} escape '\\'`)),
    )
  }
  return list
}

export const listTokens = async (db: Db, filter: TokenFilter) => {
  const list = filtered(db, filter)
  const { total } = await list
    .clearSelect()
    .select(eb => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await list
    .orderBy('c.created_at', 'desc')
    .orderBy('c.cid')
    .limit(filter.pageSize)
    .offset(filter.page * filter.pageSize)
    .execute()
  return { rows, total: Number(total) }
}

export type Edit = { name?: string | undefined; description?: string | null | undefined }

/** @throws Problem 403, or 409 when `version` is not the row's any more */
export const editToken = async (
  db: Db,
  actor: Actor,
  cid: string,
  edit: Edit,
  version: number | undefined,
): Promise<{ before: TokenRow; after: TokenRow }> => {
  const before = await findToken(db, actor, cid)
  if (!canEdit(actor, before)) throw forbidden('Only its owner can rename a token; you can revoke it.')
  if (version !== undefined && version !== before.version) throw changedMeanwhile()
  const change = {
    name: edit.name ?? before.name,
    description: edit.description === undefined ? before.description : edit.description,
    version: before.version + 1,
  }
  await db.updateTable('credentials').set(change).where('cid', '=', cid).execute()
  return { before, after: { ...before, ...change } }
}

/** @throws Problem 409 when it was revoked before */
export const revokeToken = async (db: Db, actor: Actor, cid: string, now: number) => {
  const row = await findToken(db, actor, cid)
  if (row.ended_at !== null) throw conflict('This token was revoked before.')
  const userId = actor.kind === 'anonymous' ? null : (actor.user?.id ?? null)
  const by = { kind: isOwner(actor, row) ? 'OWNER' : 'ADMINISTRATOR', id: userId } as const
  return { row, ended: await endCredential(db, cid, by, now) }
}
