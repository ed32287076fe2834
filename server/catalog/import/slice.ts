import type { Slice } from '../../core/slices/slice.ts'
import { importRoutes } from './routes.ts'

export const catalogImport: Slice = { name: 'import', routes: importRoutes }
