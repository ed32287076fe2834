import type { Slice } from '../../core/slices/slice.ts'
import { definitionChecks } from './definitions.ts'
import { typeRoutes } from './routes.ts'
import { typeSchemas } from './standing.ts'

export const types: Slice = {
  name: 'types',
  routes: typeRoutes,
  standing: [typeSchemas],
  services: () => ({ definitions: definitionChecks }),
}
