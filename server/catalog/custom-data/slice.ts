import type { Slice } from '../../core/slices/slice.ts'
import { keepBlock } from '../entities/kept-blocks.ts'
import { forcedIn, keepDeclared } from './custom-data.ts'
import { customDataRoutes } from './routes.ts'

keepBlock('customData', keepDeclared, forcedIn)

export const customData: Slice = {
  name: 'custom-data',
  routes: customDataRoutes,
  longReads: [new URL('./list.ts', import.meta.url), new URL('./part.ts', import.meta.url)],
}
