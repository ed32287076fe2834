/**
 * The writing connection. Transactions of one turn of the event loop are committed together, because a commit costs SQLite more than
 * most of them write. Each is a savepoint of its own, and is over for its caller once it is committed with all that it has seen.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { CompiledQuery, DatabaseConnection } from 'kysely'
import { cannotBegin } from './failures.ts'
import { builderOn, noStream, nothing, type On, runner, sqliteFailure, whenFree } from './sqlite-driver.ts'

/** Transactions that are committed together. */
type Group = {
  readonly committed: PromiseWithResolvers<void>
  /** Transactions that ended in it; the first one needs no savepoint. */
  ended: number
  /** The turn in which it began is over: nobody joins it any more. */
  isDue: boolean
}

type Writing = {
  readonly database: DatabaseSync
  /** The instant until which one waits for another process. */
  readonly until: () => number
  /** Called after each commit, before its callers go on. */
  readonly onCommit: () => void
}

const newGroup = (): Group => {
  const committed = Promise.withResolvers<void>()
  committed.promise.catch(() => {}) // each transaction of the group awaits it
  return { committed, ended: 0, isDue: false }
}

type Statements = {
  readonly run: (sql: string) => void
  /** @throws what the transaction was lost to, where SQLite ended it */
  readonly checkNotLost: () => void
}

/** Begins and ends transactions, one after the other, which is the caller's to see to. */
class Transactions {
  readonly #writing: Writing
  readonly #statements: Statements
  #group: Group | undefined
  #current: Group | undefined
  constructor(writing: Writing, statements: Statements) {
    this.#writing = writing
    this.#statements = statements
  }

  async begin() {
    if (this.#group) this.#statements.run('savepoint one')
    else this.#group = await this.#open()
    this.#current = this.#group
  }

  /** @throws what the transaction was lost to, where SQLite ended it */
  keep() {
    this.#statements.checkNotLost()
    if (this.#current && this.#current.ended > 0) this.#statements.run('release one')
  }

  /** Never throws: what went wrong first is what counts. Where it can't be undone alone, nothing of its group is stored. */
  drop() {
    const mine = this.#current
    try {
      if (mine) this.#undo(mine)
    } catch (error) {
      this.#group = undefined // the next one rolls back what is left of it before it begins
      mine?.committed.reject(sqliteFailure(error))
    }
  }

  /** Call once a transaction is kept or dropped, before the next one begins. @throws Unavailable where nothing of it is stored after all */
  async leave() {
    const mine = this.#current
    this.#current = undefined
    if (!mine) return
    mine.ended++
    if (this.#group === mine && mine.isDue) this.#commit(mine)
    await mine.committed.promise
  }

  async #open() {
    this.#rollBack() // what could not be undone before
    const { until } = this.#writing
    await whenFree(() => this.#statements.run('begin immediate'), until()).catch(cannotBegin)
    const opened = newGroup()
    setImmediate(() => {
      opened.isDue = true
      if (this.#group === opened && !this.#current) this.#commit(opened)
    })
    return opened
  }

  #commit({ committed }: Group) {
    this.#group = undefined
    try {
      this.#statements.run('commit')
      committed.resolve()
    } catch (error) {
      committed.reject(sqliteFailure(error))
    }
    this.#writing.onCommit()
  }

  /** Where SQLite has ended the whole group, those before this one are rejected too. */
  #undo(mine: Group) {
    const { run, checkNotLost } = this.#statements
    if (this.#writing.database.isTransaction && mine.ended > 0) {
      run('rollback to one')
      return run('release one')
    }
    this.#group = undefined
    try {
      checkNotLost()
      mine.committed.resolve()
    } catch (error) {
      mine.committed.reject(error)
    }
    this.#rollBack()
  }

  #rollBack() {
    if (this.#writing.database.isTransaction) this.#statements.run('rollback')
  }
}

/**
 * SQLite itself ends a transaction when the disk is full or fails: what follows in it would be stored statement by statement, so it is
 * refused with what went wrong first.
 */
export const writesOn = ({ prepare, count, breathe }: On, writing: Writing) => {
  const { database } = writing
  const execute = runner(prepare, count)
  let lost: { readonly first: unknown } | undefined
  const checkNotLost = () => {
    if (lost) throw lost.first
  }
  const transactions = new Transactions(writing, {
    run(sql) {
      count()
      prepare(sql).run()
    },
    checkNotLost,
  })

  const inTransaction = <T>(work: () => T): T => {
    checkNotLost()
    try {
      return work()
    } catch (error) {
      const failure = sqliteFailure(error)
      if (!database.isTransaction) lost = { first: failure }
      throw failure
    }
  }

  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery) {
      const pause = breathe()
      if (pause) await pause
      return inTransaction(() => execute<R>(query))
    },
    streamQuery: noStream,
  }
  const db = builderOn({
    init: nothing,
    acquireConnection: async () => connection,
    async beginTransaction() {
      await transactions.begin()
      lost = undefined
    },
    commitTransaction: async () => transactions.keep(),
    rollbackTransaction: async () => transactions.drop(),
    releaseConnection: nothing,
    destroy: nothing,
  })
  return { db, leave: () => transactions.leave() }
}
