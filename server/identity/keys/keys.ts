/** Workspace API keys: the same rows, secrets and endings as personal tokens, with roles of their own. */

import { type Selectable, sql } from 'kysely'
import {
  DEFAULT_ROLE_NAMES,
  isDefaultRole,
  isPermission,
  type Permission,
  permissionsOfDefaultRole,
} from '../../../contract/core/permissions.ts'
import type { ApiKeyDefinition, KEY_SORTS } from '../../../contract/identity/keys.ts'
import { type Actor, isBearer } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { idsOfPage, type List, type Page, rowsInOrder } from '../../core/db/page.ts'
import type { Sorting } from '../../core/db/sorted.ts'
import { changedName } from '../../core/names/displayed.ts'
import { iso } from '../../core/problems/instant.ts'
import { badRequest, notFound } from '../../core/problems/problems.ts'
import { type HeldRole, needAll, rolesOfMany } from '../access/roles.ts'
import type { Roles } from '../access/tables.ts'
import { createCredential, endCredential } from '../credentials/credentials.ts'
import { CURRENT } from '../credentials/current.ts'
import { chooseExpiry, type Expiry, sayInstant } from '../credentials/expiry.ts'
import { credentialsSorted } from '../credentials/sorted.ts'
import type { Credentials } from '../credentials/tables.ts'
import type { Use } from '../credentials/usage.ts'
import { checkLivesOn } from '../policy/policy.ts'
import { presentLastUse } from '../tokens/present.ts'
import type { LastUsed } from '../tokens/tokens.ts'
import { replaceGrants } from '../users/grants.ts'

export type RoleAsked = { type: 'DEFAULT' | 'CUSTOM'; role?: string | undefined; tag?: string | undefined }

type Role = { id: string; name: string; permissions: readonly Permission[] }

export type KeyRow = Selectable<Credentials> &
  LastUsed & { last4: string; maker_email: string | null; roles: HeldRole[] }

/** Cortex writes READ_ONLY for the weakest role of a key; VIEWER is the same. */
const READ_ONLY = 'READ_ONLY'

const defaultRole = (asked: string | undefined): Role => {
  const id = asked === READ_ONLY ? 'VIEWER' : (asked ?? '')
  if (!isDefaultRole(id))
    throw badRequest('roles: a DEFAULT role needs role: READ_ONLY, USER, MANAGER or ADMIN.', 'roles')
  return { id, name: DEFAULT_ROLE_NAMES[id], permissions: permissionsOfDefaultRole(id) }
}

const customRole = (rows: readonly Roles[], tag: string | undefined): Role => {
  const row = rows.find(one => one.tag === tag)
  if (!row) throw badRequest(`roles: no custom role has the tag ${tag ?? '(none)'}.`, 'roles')
  return { id: row.id, name: row.name, permissions: row.permissions.split(',').filter(isPermission) }
}

const resolveRoles = async (db: Db, asked: readonly RoleAsked[]): Promise<Role[]> => {
  const tags = asked.flatMap(({ type, tag }) => (type === 'CUSTOM' && tag !== undefined ? tag : []))
  const rows = tags.length > 0 ? await db.selectFrom('roles').selectAll().where('tag', 'in', tags).execute() : []
  return asked.map(({ type, role, tag }) => (type === 'DEFAULT' ? defaultRole(role) : customRole(rows, tag)))
}

/** A key made by a bearer ends no later than the bearer. */
const withinMaker = (chosen: Expiry, actor: Actor): Expiry => {
  const latest = isBearer(actor) ? actor.credential.expiresAt : null
  if (latest === null) return chosen
  if (chosen.expiresAt === null) return { lastDay: null, timeZone: null, expiresAt: latest }
  if (chosen.expiresAt <= latest) return chosen
  throw badRequest(
    `expirationDate: a key created with this credential can't outlive it. Choose ${sayInstant(latest, null)} or earlier.`,
    'expirationDate',
  )
}

/** The personal token that a key comes from, directly or through another key, is one that the policy allows. */
const checkMaker = async (db: Db, cid: string, now: number) =>
  checkLivesOn(db, await db.selectFrom('credentials').selectAll().where('cid', '=', cid).executeTakeFirstOrThrow(), now)

export type NewKey = {
  name: string
  description?: string | null | undefined
  roles: readonly RoleAsked[]
  expirationDate?: string | null | undefined
  timeZone?: string | null | undefined
}

/** @throws Problem 403 when a role holds a permission that the maker lacks */
export const createKey = async (db: Db, actor: Actor, { now, ...asked }: NewKey & { now: number }) => {
  const roles = await resolveRoles(db, asked.roles)
  for (const role of roles) needAll(actor, role.permissions, `The role ${role.name}`)
  if (isBearer(actor) && actor.credential.limitedBy !== null) await checkMaker(db, actor.credential.limitedBy, now)
  const expiry = withinMaker(chooseExpiry(asked.expirationDate, asked.timeZone, now), actor)
  const person = actor.kind === 'anonymous' ? undefined : actor.user
  const made = await createCredential(
    db,
    {
      kind: 'workspace',
      ownerId: isBearer(actor) ? (person?.id ?? null) : null,
      madeBy: isBearer(actor) ? actor.credential.cid : null,
      limitedBy: isBearer(actor) ? actor.credential.limitedBy : null,
      makerId: person?.id ?? null,
      name: asked.name.trim(),
      description: asked.description ?? null,
      expiry,
    },
    now,
  )
  await replaceGrants(
    db,
    { holder: made.cid, source: 'direct' },
    roles.map(role => role.id),
  )
  return { secret: made.secret, row: await findKey(db, made.cid) }
}

const LAST_USED = ['used.last_used_at', 'used.last_used_address', 'used.last_used_client'] as const

const keys = (db: Db, cids: readonly string[]) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('secrets as s', join => join.onRef('s.cid', '=', 'c.cid').on('s.is_current', '=', CURRENT))
    .leftJoin('users as u', 'u.id', 'c.maker_id')
    .leftJoin('credential_uses as used', 'used.cid', 'c.cid')
    .selectAll('c')
    .select(['s.last4', 'u.email as maker_email', ...LAST_USED])
    .where('c.cid', 'in', cids)
    .execute()

const withRoles = async <Row extends { cid: string }>(db: Db, rows: readonly Row[]) => {
  const roles = await rolesOfMany(
    db,
    rows.map(({ cid }) => cid),
  )
  return rows.map(row => ({ ...row, roles: roles.get(row.cid) ?? [] }))
}

type KeySorting = Sorting<(typeof KEY_SORTS)[number]>

const kept = (sorting: KeySorting): List => {
  const { table, order } = credentialsSorted(sorting, false)
  return { id: 'c.cid', from: sql`from ${table} where c.kind = 'workspace' and c.ended_at is null`, order }
}

/** Keys that were not deleted, newest first unless asked otherwise; expired ones stay listed. */
export const listKeys = async (
  db: Db,
  { sort, order, ...page }: KeySorting & Page,
): Promise<{ rows: KeyRow[]; total: number }> => {
  const { ids, total } = await idsOfPage(db, kept({ sort, order }), page)
  const rows = await rowsInOrder(
    ids,
    cids => keys(db, cids),
    ({ cid }) => cid,
  )
  return { rows: await withRoles(db, rows), total }
}

/** @throws Problem 404 */
export const findKey = async (db: Db, cid: string): Promise<KeyRow> => {
  const [row] = await keys(db, [cid])
  const [key] = row?.kind === 'workspace' && row.ended_at === null ? await withRoles(db, [row]) : []
  if (!key) throw notFound(`No API key has the identifier ${cid}.`)
  return key
}

const mayChange = (actor: Actor, key: KeyRow) => {
  for (const role of key.roles) needAll(actor, role.permissions, `This key has the role ${role.name}, which`)
}

/** @throws Problem 403 when the key holds what the actor lacks */
export const renameKey = async (
  db: Db,
  actor: Actor,
  { cid, name, description }: { cid: string; name: string; description?: string | null | undefined },
): Promise<{ before: KeyRow; after: KeyRow }> => {
  const before = await findKey(db, cid)
  mayChange(actor, before)
  const change = {
    name: changedName(name, before.name),
    description: description === undefined ? before.description : description,
    version: before.version + 1,
  }
  await db.updateTable('credentials').set(change).where('cid', '=', cid).execute()
  return { before, after: { ...before, ...change } }
}

/** Ends the key and whatever it made. */
export const deleteKey = async (db: Db, actor: Actor, { cid, now }: { cid: string; now: number }) => {
  const key = await findKey(db, cid)
  mayChange(actor, key)
  const id = actor.kind === 'anonymous' ? null : (actor.user?.id ?? null)
  return { key, ended: await endCredential(db, cid, { kind: 'ADMINISTRATOR', id, now }) }
}

export const presentKeyRole = (role: HeldRole): ApiKeyDefinition['roles'][number] => {
  if (role.isCustom) return { type: 'CUSTOM', tag: role.tag }
  if (role.id === 'USER' || role.id === 'MANAGER' || role.id === 'ADMIN') return { type: 'DEFAULT', role: role.id }
  return { type: 'DEFAULT', role: READ_ONLY }
}

export const presentKey = (row: KeyRow, gathered: readonly Use[]): ApiKeyDefinition => {
  const lastUsed = presentLastUse(row, gathered)
  const createdBy = row.made_by ?? row.maker_email
  return {
    cid: row.cid,
    name: row.name,
    ...(row.description === null ? {} : { description: row.description }),
    createdDate: iso(row.created_at),
    ...(row.expires_at === null ? {} : { expirationDate: iso(row.expires_at) }),
    last4: row.last4,
    roles: row.roles.map(presentKeyRole),
    ...(lastUsed ? { lastUsed } : {}),
    ...(createdBy === null ? {} : { createdBy }),
    version: row.version,
  }
}
