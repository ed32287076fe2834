import type { Slice } from '../../core/slices/slice.ts'
import { keepBlock, warnOfBlock } from '../entities/kept-blocks.ts'
import { keepDeclared, overriddenIn } from './relationships.ts'
import { relationshipRoutes } from './routes.ts'
import { relationshipTypeRoutes } from './type-routes.ts'
import { warningsOf } from './warnings.ts'

keepBlock('relationships', keepDeclared, overriddenIn)
warnOfBlock('relationships', warningsOf)

export const relationships: Slice = {
  name: 'relationships',
  routes: [...relationshipTypeRoutes, ...relationshipRoutes],
  longReads: [new URL('./list.ts', import.meta.url), new URL('./owners.ts', import.meta.url)],
}
