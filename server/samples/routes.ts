import * as contract from '../../contract/samples/samples.ts'
import { type Context, on, type Route } from '../core/http/mount.ts'
import { readSamples } from './content.ts'
import { countSamples, loadSamples, removeSamples, type Touched } from './samples.ts'

const isNothing = (touched: Touched) => Object.values(touched).every(({ length }) => length === 0)

const auditLoad = async ({ audit, nothingWritten }: Context, { entities, scorecards, people }: Touched) =>
  isNothing({ entities, scorecards, people })
    ? nothingWritten()
    : audit({
        action: 'CREATE',
        objectType: 'SAMPLES',
        objectIdentifier: 'samples',
        changes: { entities: { after: entities }, scorecards: { after: scorecards }, people: { after: people } },
      })

const auditRemoval = ({ audit }: Context, { entities, scorecards, people }: Touched) =>
  audit({
    action: 'DELETE',
    objectType: 'SAMPLES',
    objectIdentifier: 'samples',
    changes: { entities: { before: entities }, scorecards: { before: scorecards }, people: { before: people } },
  })

export const sampleRoutes = (): Route[] => [
  on(contract.getSamples, { handle: (_, { db }) => countSamples(db) }),

  on(contract.loadSamples, {
    prepare: readSamples,
    handle: async (_, context, content) => {
      const { db, now } = context
      await auditLoad(context, await loadSamples(db, content, now))
      return countSamples(db)
    },
  }),

  on(contract.removeSamples, {
    handle: async (_, context) => {
      const { db, nothingWritten } = context
      const { loaded } = await countSamples(db)
      const removed = await removeSamples(db)
      if (loaded) await auditRemoval(context, removed)
      else nothingWritten()
      return countSamples(db)
    },
  }),
]
