/** What a handler knows of its call. Most handlers use little of it, so whatever can wait is made when it is asked for. */
import type { OperationSpec } from '../../../contract/core/operation.ts'
import type { Actor } from '../callers/actor.ts'
import { writeAudits } from '../changes/audit.ts'
import type { Entry } from '../changes/entry.ts'
import type { Raise } from '../changes/events.ts'
import { type Writes, writesOf } from '../changes/writes.ts'
import type { Db } from '../db/database.ts'
import type { LongRead } from '../reads/reads.ts'
import { callerOf } from '../threads/caller.ts'
import type { Context, OutsideContext } from './mount.ts'
import type { Authorize, Circumstances, PerformDeps } from './perform.ts'
import { JsonText } from './send.ts'

export type Work = {
  /** What the transaction leaves behind, as far as the handler has said. */
  trace: 'audit row' | 'unaudited' | 'nothing' | undefined
  afterCommit: (() => void)[]
  cookies: string[]
  /** From `If-Match`. */
  readonly version: number | undefined
}

export const newWork = (version?: number): Work => ({ trace: undefined, afterCommit: [], cookies: [], version })

/** One operation and what performs it. */
export type Of = {
  readonly authorize: Authorize
  readonly deps: PerformDeps
  readonly operation: OperationSpec
}

/** Where a call stands: in its transaction, or outside one. */
export type Standing = {
  readonly circumstances: Circumstances
  readonly actor: Actor
  readonly now: number
  readonly work: Work
  /** Undefined outside a transaction. */
  readonly transaction?: Db
  /** Performs a step of the call in a write transaction of its own. */
  readonly step?: OutsideContext['step']
}

const refuse = () => Promise.reject(new Error('this is outside a transaction, where nothing can be written'))
const NO_WRITES: Writes = { created: refuse, changed: refuse, removed: refuse }

export class Call implements OutsideContext {
  readonly actor: Actor
  readonly now: number
  readonly #of: Of
  readonly #at: Standing
  #writes: Writes | undefined
  constructor(of: Of, at: Standing) {
    this.#of = of
    this.#at = at
    this.actor = at.actor
    this.now = at.now
  }

  get address() {
    return this.#at.circumstances.address
  }
  get client() {
    return this.#at.circumstances.client
  }
  get requestId() {
    return this.#at.circumstances.requestId
  }
  get hangUp() {
    return this.#at.circumstances.hangUp
  }
  get cookie() {
    return this.#at.circumstances.cookie
  }
  get hasMail() {
    return this.#of.deps.hasMail
  }
  get services() {
    return this.#of.deps.services
  }

  get db(): Db {
    const { deps, operation } = this.#of
    const isLong = operation.longRead || operation.bulkDelete
    return this.#at.transaction ?? (isLong ? deps.longReads.dbFor(this.#caller) : deps.db)
  }

  get #caller() {
    return callerOf(this.#at.circumstances, this.stillAllowed)
  }

  get stillAllowed() {
    const { authorize, deps } = this.#of
    const { circumstances } = this.#at
    return async () => void (await authorize(circumstances, deps.clock()))
  }

  get aside() {
    return <Args extends readonly unknown[], T>(read: LongRead<Args, T>, ...args: Args) =>
      this.#of.deps.longReads.run(this.#caller, read, ...args)
  }

  get answerAside() {
    return async <Args extends readonly unknown[]>(read: LongRead<Args, unknown>, ...args: Args) =>
      new JsonText(await this.#of.deps.longReads.text(this.#caller, read, ...args))
  }

  get step(): OutsideContext['step'] {
    return this.#at.step ?? refuse
  }

  get raise(): Raise {
    const { transaction: db, now } = this.#at
    const { services, hasMail } = this.#of.deps
    return db ? services.raiserOf({ db, now, address: this.address, client: this.client, hasMail }) : refuse
  }

  get audit(): Context['audit'] {
    const { transaction: db, now, work } = this.#at
    if (!db) return refuse
    const { address, requestId, raise } = this
    return async (entry: Entry, by?: Actor) => {
      work.trace = 'audit row'
      await this.#of.deps.writeAudit(db, entry, { actor: by ?? this.actor, address, requestId, now })
      await raise('write', entry)
    }
  }

  get auditAll(): Context['auditAll'] {
    const { transaction: db, now, work } = this.#at
    if (!db) return refuse
    const { actor, address, requestId, raise } = this
    return async (entries, by = actor) => {
      if (entries.length > 0) work.trace = 'audit row'
      await writeAudits(db, entries, { actor: by, address, requestId, now, raise })
    }
  }

  get created() {
    return this.#said.created
  }
  get changed() {
    return this.#said.changed
  }
  get removed() {
    return this.#said.removed
  }

  get #said(): Writes {
    const { transaction, work } = this.#at
    const versions = { expected: work.version, declared: this.#of.operation.versioned === true }
    this.#writes ??= transaction ? writesOf(this.audit, versions) : NO_WRITES
    return this.#writes
  }

  get nothing() {
    const { work } = this.#at
    return () => {
      work.trace ??= 'nothing'
    }
  }

  get unaudited() {
    const { work } = this.#at
    return () => {
      if (work.trace !== 'audit row') work.trace = 'unaudited'
    }
  }

  get afterCommit() {
    const { work } = this.#at
    return (task: () => void) => {
      work.afterCommit.push(task)
    }
  }

  get setCookie() {
    const { work } = this.#at
    return (header: string) => {
      work.cookies.push(header)
    }
  }
}
