import * as contract from '../../contract/samples/samples.ts'
import type { Actor } from '../core/callers/actor.ts'
import { type Context, on, type Route } from '../core/http/mount.ts'
import { readSamples } from './content.ts'
import { countSamples, loadSamples, removeSamples, type Touched } from './samples.ts'

const isNothing = (touched: Touched) => Object.values(touched).every(({ length }) => length === 0)

const changesOf = ({ entities, scorecards, people }: Touched) => ({
  entities: { after: entities },
  scorecards: { after: scorecards },
  people: { after: people },
})

/** @param actor who loads them, where the request itself carries nobody yet */
export const auditLoad = ({ audit }: Context, added: Touched, actor?: Actor) =>
  audit({ action: 'CREATE', objectType: 'SAMPLES', objectIdentifier: 'samples', changes: changesOf(added) }, actor)

const auditRemoval = ({ audit }: Context, { entities, scorecards, people }: Touched) =>
  audit({
    action: 'DELETE',
    objectType: 'SAMPLES',
    objectIdentifier: 'samples',
    changes: { entities: { before: entities }, scorecards: { before: scorecards }, people: { before: people } },
  })

export const sampleRoutes: readonly Route[] = [
  on(contract.getSamples, { handle: (_, { db }) => countSamples(db) }),

  on(contract.loadSamples, {
    prepare: readSamples,
    handle: async (_, context, content) => {
      const { db, now } = context
      const added = await loadSamples(db, content, now)
      if (isNothing(added)) context.nothing()
      else await auditLoad(context, added)
      return countSamples(db)
    },
  }),

  on(contract.removeSamples, {
    handle: async (_, context) => {
      const { db, nothing } = context
      const { loaded } = await countSamples(db)
      const removed = await removeSamples(db)
      if (loaded) await auditRemoval(context, removed)
      else nothing()
      return countSamples(db)
    },
  }),
]
