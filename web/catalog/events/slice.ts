import type { Slice } from '../../core/layout/slice.ts'

export const events: Slice = {
  name: 'events',
  objects: { CUSTOM_EVENT: 'Custom event' },
}
