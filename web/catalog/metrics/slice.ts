import type { Slice } from '../../core/layout/slice.ts'

export const metrics: Slice = {
  name: 'metrics',
  objects: { CUSTOM_METRIC: 'Custom metric' },
}
