import type { Slice } from '../../core/layout/slice.ts'

export const deploys: Slice = {
  name: 'deploys',
  objects: { DEPLOY: 'Deploy' },
}
