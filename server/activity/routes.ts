import * as contract from '../../contract/activity.ts'
import { on, type Route } from '../http/mount.ts'
import { pageFields, pageOf } from '../http/page.ts'
import { findToken } from '../tokens/tokens.ts'
import { listHours, listPlaces, listUses, presentUse } from './read.ts'

/** @param storeActivity what this server still has in memory is stored first, so that a call of a second ago shows. */
export const activityRoutes = (storeActivity: () => Promise<void>): Route[] => [
  on(contract.tokenActivity, {
    prepare: storeActivity,
    handle: async ({ params, query }, { actor, db }) => {
      const { cid } = await findToken(db, actor, params.cid)
      const page = pageOf(query)
      const { rows, total } = await listUses(db, { ...page, cid, refused: query.outcome === 'refused' })
      return { uses: rows.map(presentUse), ...pageFields(page, total) }
    },
  }),

  on(contract.tokenHours, {
    prepare: storeActivity,
    handle: async ({ params }, { actor, db, now }) => {
      const { cid } = await findToken(db, actor, params.cid)
      return { hours: await listHours(db, cid, now) }
    },
  }),

  on(contract.tokenPlaces, {
    prepare: storeActivity,
    handle: async ({ params }, { actor, db }) => {
      const { cid } = await findToken(db, actor, params.cid)
      return { places: await listPlaces(db, cid) }
    },
  }),
]
