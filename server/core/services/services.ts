import type { Permission } from '../../../contract/core/permissions.ts'
import type { RaiserOf } from '../changes/events.ts'
import type { Database } from '../db/database.ts'
import type { Mailer, ReportFault } from '../mail/mailer.ts'

/** What the running app has one of. A slice adds its own with `declare module`; `app.ts` makes it, once for each app. */
export interface Services {
  readonly database: Database
  /** The current instant in milliseconds UTC. */
  readonly clock: () => number
  /** Undefined while mail is not set up. */
  readonly mailer: Mailer | undefined
  readonly report: ReportFault
  /** Has the job runner look at once. */
  readonly wakeJobs: () => void
  readonly raiserOf: RaiserOf
  /** True once the process was asked to end. */
  readonly isStopping: () => boolean
  /** The description of the API. */
  readonly document: () => unknown
  /** The permission that an operation needs, by its method and path. */
  readonly neededBy: (method: string, path: string) => Permission | undefined
}
