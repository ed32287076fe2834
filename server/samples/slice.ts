import type { Slice } from '../core/slices/slice.ts'
import { readSamples } from './content.ts'
import { auditLoad, sampleRoutes } from './routes.ts'
import { countSamples, loadSamples } from './samples.ts'

export const samples: Slice = {
  name: 'samples',
  routes: sampleRoutes,
  services: () => ({
    sampleCatalog: {
      areLoaded: async db => (await countSamples(db)).loaded,
      read: async () => {
        const content = await readSamples()
        return async (context, actor) => auditLoad(context, await loadSamples(context.db, content, context.now), actor)
      },
    },
  }),
}
