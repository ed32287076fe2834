/** Personal tokens and workspace API keys share these rows; this file keeps the personal ones. */
import { sql } from 'kysely'
import type { PersonalToken } from '../../contract/tokens.ts'
import { ALLOWED, refusedBecause } from '../access/abilities.ts'
import { type Actor, holds } from '../access/actor.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { Credentials } from '../db/tables.ts'
import { changedMeanwhile, conflict, forbidden, notFound } from '../http/problems.ts'
import type { Expiry } from './expiry.ts'
import { isExpired } from './expiry.ts'
import { hashOf, last4Of, newSecret, type SecretKind } from './secret.ts'

export type TokenRow = Credentials & { last4: string; email: string; owner_name: string; deactivated_at: number | null }

export type NewCredential = {
  kind: SecretKind
  ownerId: string | null
  madeBy: string | null
  makerId: string | null
  name: string
  description: string | null
  expiry: Expiry
}

/** Stores a credential and its secret's hash. The secret is returned here and nowhere else. */
export const createCredential = async (
  db: Db,
  { kind, ownerId, madeBy, makerId, name, description, expiry }: NewCredential,
  now: number,
) => {
  const cid = newId(kind === 'personal' ? 'pt' : 'ak')
  const secret = newSecret(kind)
  await db
    .insertInto('credentials')
    .values({
      cid,
      kind,
      owner_id: ownerId,
      made_by: madeBy,
      maker_id: makerId,
      name,
      description,
      last_day: expiry.lastDay,
      time_zone: expiry.timeZone,
      expires_at: expiry.expiresAt,
      created_at: now,
      version: 1,
    })
    .execute()
  await db
    .insertInto('secrets')
    .values({ hash: hashOf(secret), cid, last4: last4Of(secret), created_at: now })
    .execute()
  return { cid, secret }
}

const tokens = (db: Db) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.owner_id')
    .innerJoin('secrets as s', 's.cid', 'c.cid')
    .selectAll('c')
    .select(['s.last4', 'u.email', 'u.name as owner_name', 'u.deactivated_at'])
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

export type Ended = { readonly cid: string; readonly name: string; readonly kind: SecretKind }

/** Everything that a credential made, directly or through what it made, and that still works. */
const madeBy = async (db: Db, cid: string): Promise<Ended[]> => {
  const made = await db
    .withRecursive('made(cid)', with_ =>
      with_
        .selectFrom('credentials')
        .select('cid')
        .where('made_by', '=', cid)
        .union(with_.selectFrom('credentials as c').innerJoin('made as m', 'm.cid', 'c.made_by').select('c.cid')),
    )
    .selectFrom('made')
    .innerJoin('credentials as c', 'c.cid', 'made.cid')
    .select(['c.cid', 'c.name', 'c.kind'])
    .where('c.ended_at', 'is', null)
    .execute()
  return made
}

/** Ends a credential and whatever it made, so that nothing outlives its maker. Answers what ended with it. */
export const endCredential = async (
  db: Db,
  cid: string,
  by: { kind: 'OWNER' | 'ADMINISTRATOR'; id: string | null },
  now: number,
): Promise<Ended[]> => {
  const made = await madeBy(db, cid)
  const ended = { ended_at: now, ended_by: by.kind, ended_by_id: by.id }
  await db
    .updateTable('credentials')
    .set(ended)
    .where('cid', 'in', [cid, ...made.map(one => one.cid)])
    .where('ended_at', 'is', null)
    .execute()
  return made
}

/** The audit entries of what ended with its maker. */
export const entriesOfEnded = (maker: string, ended: readonly Ended[]) =>
  ended.map(({ cid, name, kind }) => ({
    action: 'DELETE' as const,
    objectType: kind === 'personal' ? ('PERSONAL_TOKEN' as const) : ('API_KEY' as const),
    objectIdentifier: cid,
    changes: { name: { before: name }, endedWith: { after: maker } },
  }))

/** @throws Problem 409 when it was revoked before */
export const revokeToken = async (db: Db, actor: Actor, cid: string, now: number) => {
  const row = await findToken(db, actor, cid)
  if (row.ended_at !== null) throw conflict('This token was revoked before.')
  const userId = actor.kind === 'anonymous' ? null : (actor.user?.id ?? null)
  const by = { kind: isOwner(actor, row) ? 'OWNER' : 'ADMINISTRATOR', id: userId } as const
  return { row, ended: await endCredential(db, cid, by, now) }
}

const iso = (at: number) => new Date(at).toISOString()

export const presentExpiry = (row: {
  expires_at: number | null
  last_day: string | null
  time_zone: string | null
}) => ({
  expirationDate: row.expires_at === null ? null : iso(row.expires_at),
  lastDay: row.last_day,
  timeZone: row.time_zone,
})

const stateOf = (row: TokenRow, now: number): PersonalToken['state'] => {
  if (row.ended_at !== null) return 'REVOKED'
  if (isExpired(row.expires_at, now)) return 'EXPIRED'
  return row.deactivated_at === null ? 'ACTIVE' : 'OWNER_DEACTIVATED'
}

const presentEnd = (row: TokenRow, now: number): PersonalToken['ended'] => {
  if (row.ended_at !== null) return { at: iso(row.ended_at), reason: 'REVOKED', by: row.ended_by ?? 'ADMINISTRATOR' }
  if (row.expires_at !== null && isExpired(row.expires_at, now))
    return { at: iso(row.expires_at), reason: 'EXPIRED', by: null }
  return null
}

export type LastUse = { at: number; address: string; client: string }

const storedUse = (row: Credentials): LastUse | undefined =>
  row.last_used_at === null
    ? undefined
    : { at: row.last_used_at, address: row.last_used_address ?? '', client: row.last_used_client ?? '' }

/** `gathered` is a use that is still in memory; it is newer than what the row says. */
export const presentLastUse = (row: Credentials, gathered: LastUse | undefined) => {
  const use = gathered ?? storedUse(row)
  return use ? { at: iso(use.at), address: use.address, client: use.client } : null
}

export const presentToken = (
  row: TokenRow,
  actor: Actor,
  now: number,
  gathered: LastUse | undefined,
): PersonalToken => ({
  cid: row.cid,
  name: row.name,
  description: row.description,
  last4: row.last4,
  createdDate: iso(row.created_at),
  ...presentExpiry(row),
  lastUsed: presentLastUse(row, gathered),
  state: stateOf(row, now),
  ended: presentEnd(row, now),
  owner: { id: row.owner_id ?? '', email: row.email, name: row.owner_name },
  version: row.version,
  abilities: {
    edit: canEdit(actor, row) ? ALLOWED : refusedBecause('Only its owner can rename a token.'),
    revoke:
      row.ended_at !== null
        ? refusedBecause('It was revoked before.')
        : canRevoke(actor, row)
          ? ALLOWED
          : refusedBecause('Only its owner or an administrator can revoke it.'),
  },
})
