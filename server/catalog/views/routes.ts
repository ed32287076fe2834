import * as contract from '../../../contract/catalog/views.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import { newId } from '../../core/db/ids.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { changedName } from '../../core/names/displayed.ts'
import { ability } from '../../identity/access/abilities.ts'
import { need } from '../../identity/access/roles.ts'
import {
  canChange,
  defaultOf,
  deleteView,
  expectPerson,
  expectRoom,
  findView,
  insertView,
  keepDefaultOf,
  nameColumns,
  personOf,
  presentView,
  replaceView,
  setDefault,
  showsText,
  unsetDefault,
  type ViewRow,
  viewsOf,
} from './views.ts'

/** Auditors and webhooks see what a shared view shows. Of a person's own view, they only see that it exists. */
const VIEW: Kind<ViewRow> = {
  type: 'CATALOG_VIEW',
  idOf: ({ id }) => id,
  facts: ({ name, owner_id, shows }) =>
    owner_id === null ? { name, isShared: true, ...JSON.parse(shows) } : { isShared: false },
  isLong: true,
}

/** @throws Problem 403 for shared views without the permission */
const expectMay = async ({ db, actor }: Context, row: Pick<ViewRow, 'owner_id'>) => {
  if (!canChange(actor, row).allowed) await need(db, actor, 'EDIT_CATALOGS')
}

/** The owner of a view; null if it is shared. @throws Problem 403 */
const ownerOf = (actor: Actor, isShared: boolean) => (isShared ? null : expectPerson(actor).id)

const edited = (before: ViewRow, { name, shows, owner_id }: Partial<Pick<ViewRow, 'name' | 'shows' | 'owner_id'>>) => ({
  ...before,
  ...nameColumns(changedName(name, before.name)),
  shows: shows ?? before.shows,
  owner_id: owner_id === undefined ? before.owner_id : owner_id,
})

const list = on(contract.listCatalogViews, {
  handle: async (_, { actor, db }) => {
    const userId = personOf(actor)?.id
    const seen = { actor, defaultId: await defaultOf(db, userId) }
    const rows = await viewsOf(db, userId)
    return { views: rows.map(row => presentView(row, seen)), abilities: { share: ability(actor, 'EDIT_CATALOGS') } }
  },
})

const create = on(contract.createCatalogView, {
  handle: async ({ body }, context) => {
    const { actor, db, now, created } = context
    const owner_id = ownerOf(actor, body.isShared ?? false)
    await expectMay(context, { owner_id })
    const row: ViewRow = {
      id: newId('vw'),
      owner_id,
      ...nameColumns(body.name.trim()),
      shows: showsText(body.shows),
      created_at: now,
      updated_at: now,
      version: 1,
    }
    await expectRoom(db, row)
    await insertView(db, row)
    await created(VIEW, row)
    return presentView(row, { actor, defaultId: undefined })
  },
})

const update = on(contract.updateCatalogView, {
  handle: async ({ params, body, version }, context) => {
    const { actor, db, now, changed, nothing } = context
    const before = await findView(db, actor, params.id)
    await expectMay(context, before)
    expectVersion(before, version)
    const owner_id =
      body.isShared === undefined || body.isShared === (before.owner_id === null)
        ? before.owner_id
        : ownerOf(actor, body.isShared)
    await expectMay(context, { owner_id })
    const shows = body.shows && showsText(body.shows)
    const after = edited(before, {
      owner_id,
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(shows === undefined ? {} : { shows }),
    })
    const defaultId = await defaultOf(db, personOf(actor)?.id)
    if (JSON.stringify(after) === JSON.stringify(before)) {
      nothing()
      return presentView(before, { actor, defaultId })
    }
    await expectRoom(db, after)
    const stored = { ...after, updated_at: now, version: before.version + 1 }
    await replaceView(db, stored)
    await keepDefaultOf(db, stored)
    await changed(VIEW, before, stored)
    return presentView(stored, { actor, defaultId })
  },
})

const remove = on(contract.deleteCatalogView, {
  handle: async ({ params, version }, context) => {
    const { actor, db, removed } = context
    const row = await findView(db, actor, params.id)
    await expectMay(context, row)
    expectVersion(row, version)
    await deleteView(db, row)
    await removed(VIEW, row)
    return undefined
  },
})

const NO_CHANGE = 'with what the catalog opens for a person is no change to the workspace'

const setDefaultView = on(contract.setDefaultCatalogView, {
  handle: async ({ params }, { actor, db, unaudited }) => {
    const person = expectPerson(actor)
    await setDefault(db, person.id, (await findView(db, actor, params.id)).id)
    unaudited(NO_CHANGE)
    return undefined
  },
})

const unsetDefaultView = on(contract.unsetDefaultCatalogView, {
  handle: async ({ params }, { actor, db, unaudited }) => {
    const person = expectPerson(actor)
    await unsetDefault(db, person.id, (await findView(db, actor, params.id)).id)
    unaudited(NO_CHANGE)
    return undefined
  },
})

export const viewRoutes: readonly Route[] = [list, create, update, remove, setDefaultView, unsetDefaultView]
