/** What follows from the list of slices. */
import type { Route } from '../http/mount.ts'
import type { Background } from '../jobs/jobs.ts'
import { recurring } from '../jobs/kinds.ts'
import type { AppServices, Services } from '../services/services.ts'
import { forgetOld } from './forget.ts'
import type { Slice } from './slice.ts'

const HOUR = 3_600_000

export const routesOf = (slices: readonly Slice[], services: Services): Route[] =>
  slices.flatMap(({ routes = [] }) => (typeof routes === 'function' ? routes(services) : routes))

const cleanUp = (slices: readonly Slice[], services: Services) =>
  recurring(HOUR, async ({ database, clock }) => {
    const now = clock()
    for (const remove of slices.flatMap(slice => slice.cleanUp ?? []))
      await database.transaction(db => remove(db, now, services))
    for (const old of slices.flatMap(slice => slice.forget ?? [])) await forgetOld(database, old, now)
    for (const some of slices.flatMap(slice => slice.forgetSome ?? []))
      while (await database.transaction(db => some(db, now)));
  })

/** All that the slices do in the background, and the clean-up. */
export const backgroundOf = (slices: readonly Slice[], services: Services): Required<Background> => {
  const all = slices.flatMap(({ background }) => background?.(services) ?? [])
  return {
    handlers: Object.assign({ 'clean-up': cleanUp(slices, services) }, ...all.map(({ handlers }) => handlers)),
    lanes: all.flatMap(({ lanes }) => lanes ?? []),
    sources: all.flatMap(({ sources }) => sources ?? []),
  }
}

export const subscribersOf = (slices: readonly Slice[]) => slices.flatMap(({ subscribers }) => subscribers ?? [])

export const standingOf = (slices: readonly Slice[]) => slices.flatMap(({ standing }) => standing ?? [])

export const longReadsOf = (slices: readonly Slice[]) => slices.flatMap(({ longReads }) => longReads ?? [])

/** What these modules do when they are loaded, such as adding a part to entities, holds on every thread that answers. */
export const loadLongReads = async (slices: readonly Slice[]) => {
  for (const { href } of longReadsOf(slices)) await import(href)
}

/** What the app has and what each slice adds to it. */
export const withServices = (slices: readonly Slice[], app: AppServices): Services =>
  Object.assign({}, app, ...slices.map(slice => slice.services?.(app)))
