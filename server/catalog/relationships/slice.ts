import type { Slice } from '../../core/slices/slice.ts'
import { keepBlock, warnOfBlock } from '../entities/kept-blocks.ts'
import { isOverridden, keepDeclared } from './relationships.ts'
import { relationshipRoutes } from './routes.ts'
import { relationshipTypeRoutes } from './type-routes.ts'
import { warningsOf } from './warnings.ts'

keepBlock('relationships', keepDeclared, isOverridden)
warnOfBlock('relationships', warningsOf)

export const relationships: Slice = {
  name: 'relationships',
  routes: [...relationshipTypeRoutes, ...relationshipRoutes],
  longReads: [new URL('./list.ts', import.meta.url), new URL('./pages.ts', import.meta.url)],
}
