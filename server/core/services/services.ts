import type { OperationSpec } from '../../../contract/core/operation.ts'
import type { Permission } from '../../../contract/core/permissions.ts'
import type { RaiserOf } from '../changes/events.ts'
import type { Database } from '../db/database.ts'
import type { Mailer, ReportFault } from '../mail/mailer.ts'

/** What the application makes one of when it is put together. What is made there adds its type with `declare module`. */
export interface AppServices {
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
  /** The operation with this ID or, where none is known, with this method and path: as the activity of tokens names them. */
  readonly operationAt: (method: string, path: string, id?: string | null) => OperationSpec | undefined
  /** The permission that an operation needs, by its method and path. */
  readonly neededBy: (method: string, path: string) => Permission | undefined
}

/** What the running app has one of: a slice adds the type of what its object makes in `services`. */
export interface Services extends AppServices {}
