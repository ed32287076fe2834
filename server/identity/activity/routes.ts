import * as contract from '../../../contract/identity/activity.ts'
import { presentRows } from '../../core/db/rows.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { findToken } from '../tokens/tokens.ts'
import { listHours, listPlaces, listUses, presentHour, presentPlace, presentUse } from './read.ts'

/** What this server still has in memory is stored first, so that a call of a second ago shows. */
const tokenActivity = on(contract.tokenActivity, {
  prepare: (_, { services }) => services.storeActivity(),
  handle: async ({ params, query }, { actor, db }) => {
    const { cid } = await findToken(db, actor, params.cid)
    const page = pageOf(query)
    const { rows, total } = await listUses(db, {
      ...page,
      cid,
      refused: query.outcome === 'refused',
      order: query.order,
    })
    const { shown: uses, marked } = presentRows(rows, { idOf: ({ id }) => id, present: presentUse })
    return { uses, ...marked, ...pageFields(page, total) }
  },
})

const tokenHours = on(contract.tokenHours, {
  prepare: (_, { services }) => services.storeActivity(),
  handle: async ({ params }, { actor, db, now }) => {
    const { cid } = await findToken(db, actor, params.cid)
    const rows = await listHours(db, cid, now)
    const idOf = ({ hour }: { hour: number }) => `${cid} ${hour}`
    const { shown: hours, marked } = presentRows(rows, { idOf, present: presentHour })
    return { hours, ...marked }
  },
})

const tokenPlaces = on(contract.tokenPlaces, {
  prepare: (_, { services }) => services.storeActivity(),
  handle: async ({ params }, { actor, db }) => {
    const { cid } = await findToken(db, actor, params.cid)
    const idOf = ({ place }: { place: string }) => `${cid} ${place}`
    const { shown: places, marked } = presentRows(await listPlaces(db, cid), { idOf, present: presentPlace })
    return { places, ...marked }
  },
})

export const activityRoutes: readonly Route[] = [tokenActivity, tokenHours, tokenPlaces]
