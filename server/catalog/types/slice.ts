import type { Slice } from '../../core/slices/slice.ts'
import { definitionChecks } from './definitions.ts'
import { typeRoutes } from './routes.ts'

export const types: Slice = {
  name: 'types',
  routes: typeRoutes,
  services: () => ({ definitions: definitionChecks }),
}
