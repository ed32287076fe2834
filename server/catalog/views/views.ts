/** The rows of saved views, and the rules for who can change them. */
import { type Selectable, sql } from 'kysely'
import {
  type CatalogView,
  LONGEST_VIEW,
  MOST_OWN_VIEWS,
  MOST_SHARED_VIEWS,
  type ViewShows,
} from '../../../contract/catalog/views.ts'
import type { Actor, Person } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { folded } from '../../core/db/folded.ts'
import { badRequest, conflict, forbidden, notFound } from '../../core/problems/problems.ts'
import { ALLOWED, ability } from '../../identity/access/abilities.ts'
import type { CatalogViews } from './tables.ts'

export type ViewRow = Selectable<CatalogViews>

export const personOf = (actor: Actor): Person | undefined => (actor.kind === 'anonymous' ? undefined : actor.user)

/** @throws Problem 403 */
export const expectPerson = (actor: Actor): Person => {
  const person = personOf(actor)
  if (!person) throw forbidden('An API key has no views of its own. Send isShared: true, or use a personal token.')
  return person
}

/** People can change their own views and, with the permission, shared ones. */
export const canChange = (actor: Actor, { owner_id }: Pick<ViewRow, 'owner_id'>) =>
  owner_id === null ? ability(actor, 'EDIT_CATALOGS') : ALLOWED

type Seen = { readonly actor: Actor; readonly defaultId: string | undefined }

export const presentView = (row: ViewRow, { actor, defaultId }: Seen): CatalogView => {
  const edit = canChange(actor, row)
  return {
    id: row.id,
    name: row.name,
    isShared: row.owner_id === null,
    isDefault: row.id === defaultId,
    shows: JSON.parse(row.shows),
    version: row.version,
    abilities: { edit, remove: edit, share: ability(actor, 'EDIT_CATALOGS') },
  }
}

/** @throws Problem 400 where it is too long */
export const showsText = (shows: ViewShows): string => {
  const text = JSON.stringify(shows)
  if (text.length <= LONGEST_VIEW) return text
  throw badRequest(`shows: has ${text.length} characters, and a view can have up to ${LONGEST_VIEW}.`, 'shows')
}

export const nameColumns = (name: string) => ({ name, folded: folded(name) })

const visible = (db: Db, userId: string | undefined) =>
  db
    .selectFrom('catalog_views')
    .selectAll()
    .where(eb => eb.or([eb('owner_id', 'is', null), ...(userId ? [eb('owner_id', '=', userId)] : [])]))

/** The views that a person can see, their own first. */
export const viewsOf = (db: Db, userId: string | undefined): Promise<ViewRow[]> =>
  visible(db, userId).orderBy(sql`case when owner_id is null then 1 else 0 end`).orderBy('folded').execute()

/** Views of other people don't exist for the caller. @throws Problem 404 */
export const findView = async (db: Db, actor: Actor, id: string): Promise<ViewRow> => {
  const row = await visible(db, personOf(actor)?.id).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound(`No view has the identifier ${id}.`)
  return row
}

export const defaultOf = async (db: Db, userId: string | undefined): Promise<string | undefined> => {
  if (!userId) return undefined
  const row = await db
    .selectFrom('catalog_view_defaults')
    .select('view_id')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.view_id
}

const sameOwner = (db: Db, ownerId: string | null) =>
  db.selectFrom('catalog_views').where('owner_id', ownerId === null ? 'is' : '=', ownerId)

const nameTaken = ({ name }: ViewRow) => conflict(`name: a view with the name ${name} already exists.`, 'name')

/** @throws Problem 409 if the name is taken, 400 if there are too many */
export const expectRoom = async (db: Db, row: ViewRow) => {
  const { owner_id, folded: key, id } = row
  const same = await sameOwner(db, owner_id).select('id').where('folded', '=', key).executeTakeFirst()
  if (same && same.id !== id) throw nameTaken(row)
  const { count } = await sameOwner(db, owner_id)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('id', '<>', id)
    .executeTakeFirstOrThrow()
  const most = owner_id === null ? MOST_SHARED_VIEWS : MOST_OWN_VIEWS
  if (Number(count) < most) return
  throw badRequest(
    owner_id === null
      ? `A workspace can have up to ${most} shared views. Delete one first.`
      : `You can have up to ${most} views. Delete one first.`,
  )
}

/** @throws Problem 409 if a concurrent call took the name */
export const insertView = async (db: Db, row: ViewRow) => {
  const inserted = await db
    .insertInto('catalog_views')
    .values(row)
    .onConflict(on => on.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw nameTaken(row)
}

export const replaceView = async (db: Db, { id, ...row }: ViewRow) => {
  await db.updateTable('catalog_views').set(row).where('id', '=', id).execute()
}

export const deleteView = async (db: Db, { id }: ViewRow) => {
  await db.deleteFrom('catalog_views').where('id', '=', id).execute()
}

export const setDefault = async (db: Db, user_id: string, view_id: string) => {
  await db
    .insertInto('catalog_view_defaults')
    .values({ user_id, view_id })
    .onConflict(on => on.column('user_id').doUpdateSet({ view_id }))
    .execute()
}

export const unsetDefault = async (db: Db, user_id: string, view_id: string) => {
  await db.deleteFrom('catalog_view_defaults').where('user_id', '=', user_id).where('view_id', '=', view_id).execute()
}

/** For a view that is no longer shared: it stops being the default view of other people. */
export const keepDefaultOf = async (db: Db, { id, owner_id }: ViewRow) => {
  if (owner_id === null) return
  await db.deleteFrom('catalog_view_defaults').where('view_id', '=', id).where('user_id', '<>', owner_id).execute()
}
