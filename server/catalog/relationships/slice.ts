import type { Slice } from '../../core/slices/slice.ts'
import { keepBlock, sayOfBlock, warnOfBlock } from '../entities/kept-blocks.ts'
import { keepDeclared, overriddenIn } from './relationships.ts'
import { relationshipRoutes } from './routes.ts'
import { saidOf } from './said.ts'
import { relationshipTypeRoutes } from './type-routes.ts'
import { warningsOf } from './warnings.ts'

keepBlock('relationships', keepDeclared, overriddenIn)
warnOfBlock('relationships', warningsOf)
sayOfBlock('relationships', saidOf)

export const relationships: Slice = {
  name: 'relationships',
  routes: [...relationshipTypeRoutes, ...relationshipRoutes],
  longReads: ['./list.ts', './owners.ts', './pages.ts'].map(module => new URL(module, import.meta.url)),
}
