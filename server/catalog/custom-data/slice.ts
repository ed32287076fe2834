import type { Slice } from '../../core/slices/slice.ts'
import { keepBlock, sayOfBlock } from '../entities/kept-blocks.ts'
import { forcedIn, keepDeclared } from './custom-data.ts'
import { customDataRoutes } from './routes.ts'
import { saidOf } from './said.ts'

keepBlock('customData', keepDeclared, forcedIn)
sayOfBlock('customData', saidOf)

export const customData: Slice = {
  name: 'custom-data',
  routes: customDataRoutes,
  longReads: [new URL('./list.ts', import.meta.url), new URL('./part.ts', import.meta.url)],
}
