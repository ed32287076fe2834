import type { Slice } from '../../core/slices/slice.ts'
import { aspectsOfBlock, keepBlock, warnOfBlock } from '../entities/kept-blocks.ts'
import { aspectsOf } from './aspects.ts'
import { keepDeclared, overriddenIn } from './relationships.ts'
import { relationshipRoutes } from './routes.ts'
import { relationshipTypeRoutes } from './type-routes.ts'
import { warningsOf } from './warnings.ts'

keepBlock('relationships', keepDeclared, overriddenIn)
warnOfBlock('relationships', warningsOf)
aspectsOfBlock('relationships', aspectsOf)

export const relationships: Slice = {
  name: 'relationships',
  routes: [...relationshipTypeRoutes, ...relationshipRoutes],
  longReads: ['./list.ts', './owners.ts', './pages.ts'].map(module => new URL(module, import.meta.url)),
}
