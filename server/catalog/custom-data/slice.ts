import type { Slice } from '../../core/slices/slice.ts'
import { aspectsOfBlock, keepBlock } from '../entities/kept-blocks.ts'
import { aspectsOf } from './aspects.ts'
import { forcedIn, keepDeclared } from './custom-data.ts'
import { customDataRoutes } from './routes.ts'

keepBlock('customData', keepDeclared, forcedIn)
aspectsOfBlock('customData', aspectsOf)

export const customData: Slice = {
  name: 'custom-data',
  routes: customDataRoutes,
  longReads: [new URL('./list.ts', import.meta.url), new URL('./part.ts', import.meta.url)],
}
