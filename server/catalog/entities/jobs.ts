/** Once a day: what answers say of entities is made again where an upgrade has changed its form. */
import { recurring } from '../../core/jobs/kinds.ts'
import { renewOwn } from './renew.ts'

const DAY_MS = 86_400_000

export const entityJobs = { 'entity-texts': recurring(DAY_MS, renewOwn) }

declare module '../../core/jobs/kinds.ts' {
  interface Jobs {
    'entity-texts': NoPayload
  }
}
