import type { Slice } from '../../core/slices/slice.ts'
import { tokenLimits } from './standing.ts'

export const credentials: Slice = {
  name: 'credentials',
  standing: [tokenLimits],
}
