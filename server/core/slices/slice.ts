/** What a slice is to the rest of the product: one object, in the one list of `slices.ts`, from which everything else is derived. */
import type { Subscribers } from '../changes/events.ts'
import type { Db } from '../db/database.ts'
import type { Route } from '../http/mount.ts'
import type { Background } from '../jobs/jobs.ts'
import type { AppServices, Services } from '../services/services.ts'
import type { StandingCheck } from '../standing/check.ts'
import type { Forget } from './forget.ts'

export type Slice = {
  /** The name of its folder. */
  readonly name: string
  /** A function where something is made once for all of them. */
  readonly routes?: readonly Route[] | ((services: Services) => readonly Route[])
  readonly background?: (services: Services) => Background
  /** Hourly, each in a transaction of its own: removes what nobody can use any more. */
  readonly cleanUp?: readonly ((db: Db, now: number, services: Services) => Promise<unknown>)[]
  /** What is removed hourly once it is older than it is kept for. */
  readonly forget?: readonly Forget[]
  /** Also hourly, in batches: each call has its own transaction, and is repeated until it returns that nothing is left. */
  readonly forgetSome?: readonly ((db: Db, now: number) => Promise<boolean>)[]
  readonly standing?: readonly StandingCheck[]
  readonly subscribers?: Subscribers
  /** Modules whose functions run on the threads of long reads: each takes a database and plain data. The app loads them too. */
  readonly longReads?: readonly URL[]
  /** What the running app has one of because of this slice. */
  readonly services?: (app: AppServices) => Partial<Services>
}
