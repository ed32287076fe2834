import type { Slice } from '../../core/slices/slice.ts'
import { warningJobs } from './jobs.ts'

export const warnings: Slice = {
  name: 'warnings',
  background: () => ({ handlers: warningJobs }),
}
