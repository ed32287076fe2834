import type { Slice } from '../../core/slices/slice.ts'
import { keepBlock, sayOfBlock } from '../entities/kept-blocks.ts'
import { keepDeclared } from './dependencies.ts'
import { dependencyRoutes } from './routes.ts'
import { saidOf } from './said.ts'

keepBlock('dependencies', keepDeclared)
sayOfBlock('dependencies', saidOf)

export const dependencies: Slice = {
  name: 'dependencies',
  routes: dependencyRoutes,
  longReads: [new URL('./list.ts', import.meta.url), new URL('./graph.ts', import.meta.url)],
}
