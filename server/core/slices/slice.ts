/** What a slice is to the rest of the product: one object, in the one list of `slices.ts`, from which everything else is derived. */
import type { Permission } from '../../../contract/core/permissions.ts'
import type { RaiserOf, Subscribers } from '../changes/events.ts'
import type { Database, Db } from '../db/database.ts'
import type { Route } from '../http/mount.ts'
import type { Background } from '../jobs/jobs.ts'
import type { Mailer, ReportFault } from '../mail/mailer.ts'
import type { StandingCheck } from '../standing/check.ts'

/** What the running app has one of. A slice adds its own with `declare module`. */
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

export type Slice = {
  /** The name of its folder. */
  readonly name: string
  readonly routes?: (services: Services) => readonly Route[]
  readonly background?: (services: Services) => Background
  /** Hourly, each in a transaction of its own: removes what nobody can use any more. */
  readonly cleanUp?: readonly ((db: Db, now: number, services: Services) => Promise<unknown>)[]
  readonly standing?: readonly StandingCheck[]
  readonly subscribers?: Subscribers
  /** Modules whose functions run on the threads of long reads: each takes a database and plain data. */
  readonly longReads?: readonly URL[]
  /** What another slice asks for and this one has. */
  readonly provides?: Partial<Services>
}
