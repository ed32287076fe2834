import type { Slice } from '../../core/slices/slice.ts'
import { removeOldLinks } from './links.ts'

export const links: Slice = {
  name: 'links',
  cleanUp: [removeOldLinks],
}
