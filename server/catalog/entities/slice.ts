import type { Slice } from '../../core/slices/slice.ts'
import { deleteEntitiesRoute } from './bulk-delete.ts'
import { descriptorRoutes } from './descriptor-routes.ts'
import { formRoutes } from './form-routes.ts'
import { entityJobs } from './jobs.ts'
import { entityReaders } from './read.ts'
import { catalogRoutes } from './routes.ts'
import { entityDocuments, entityTags } from './standing.ts'

export const entities: Slice = {
  name: 'entities',
  routes: [...catalogRoutes, ...descriptorRoutes, ...formRoutes, deleteEntitiesRoute],
  services: ({ database }) => ({ entities: entityReaders(database) }),
  background: () => ({ handlers: entityJobs }),
  standing: [entityDocuments, entityTags],
  longReads: [new URL('./long-reads.ts', import.meta.url), new URL('./descriptor-list.ts', import.meta.url)],
}
