import type { Slice } from '../../core/slices/slice.ts'
import { aspectsOfBlock, keepBlock } from '../entities/kept-blocks.ts'
import { aspectsOf } from './aspects.ts'
import { keepDeclared } from './dependencies.ts'
import { dependencyRoutes } from './routes.ts'

keepBlock('dependencies', keepDeclared)
aspectsOfBlock('dependencies', aspectsOf)

export const dependencies: Slice = {
  name: 'dependencies',
  routes: dependencyRoutes,
  longReads: [new URL('./list.ts', import.meta.url), new URL('./graph.ts', import.meta.url)],
}
