/**
 * The pool can hand out a connection that broke while idle: after a restart of the server or a proxy, and for hours if the network dropped it
 * silently. Its first query detects this. That query only reads or begins a transaction, because sessions are read-only otherwise, so it is
 * repeated on another connection.
 */
import type { PoolClient } from 'pg'
import { codeOf } from './failures.ts'
import type { Client, Query, Result } from './postgres-pool.ts'

/** Connections that were used before. If a new connection loses a query, the server is at fault, and repeating it wouldn't help. */
const used = new WeakSet<PoolClient>()

/** The server (class 57) or the network ended the session. A query that took too long doesn't count. */
const LOST = /^(08|57P0[125]$|ECONN|EPIPE$)/
const LOST_UNCODED = /^(Connection terminated|Client (has encountered a connection error|was closed))/

const isLost = (error: unknown) =>
  LOST.test(codeOf(error)) || (error instanceof Error && LOST_UNCODED.test(error.message))

export class Borrowed implements Client {
  #client: PoolClient | undefined
  #isFirst = true
  readonly #another: () => Promise<PoolClient>
  constructor(client: PoolClient, another: () => Promise<PoolClient>) {
    this.#client = client
    this.#another = another
  }

  get backend(): number | undefined {
    return this.#client && 'backend' in this.#client && typeof this.#client.backend === 'number'
      ? this.#client.backend
      : undefined
  }

  query(query: Query): Promise<Result> {
    const client = this.#client
    if (!client) return Promise.reject(new Error('Connection terminated, and no other one was there'))
    if (!this.#isFirst) return send(client, query)
    this.#isFirst = false
    return used.has(client) ? this.#first(client, query) : send(client, query)
  }

  async #first(client: PoolClient, query: Query): Promise<Result> {
    try {
      return await send(client, query)
    } catch (error) {
      if (!isLost(error)) throw error
    }
    this.#client = undefined
    client.release(true)
    const other = await this.#another()
    this.#client = other
    return used.has(other) ? this.#first(other, query) : send(other, query)
  }

  release(discard = false) {
    if (!this.#client) return
    used.add(this.#client)
    this.#client.release(discard)
  }
}

const send = (client: PoolClient, { values, ...query }: Query): Promise<Result> =>
  client.query(values ? { ...query, values: [...values] } : query)
