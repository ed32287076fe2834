import type { SessionActor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import type { Context } from '../../core/http/mount.ts'

/** A catalog to begin with, which the first administrator may ask for. */
export type SampleCatalog = {
  readonly areLoaded: (db: Db) => Promise<boolean>
  /** Before the transaction. What it answers puts the samples there and leaves their audit row. */
  readonly read: () => Promise<(context: Context, actor: SessionActor) => Promise<void>>
}

declare module '../../core/services/services.ts' {
  interface Services {
    /** Undefined where nobody has samples. */
    readonly sampleCatalog?: SampleCatalog
  }
}
