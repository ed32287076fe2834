/**
 * A connection that broke while nobody used it may be handed out before we notice: after a restart of the server or of what is between,
 * and for hours where a network drops it without a word. Its first query finds out. That one reads or begins a transaction, because
 * sessions are read-only otherwise, so it is asked again on another connection.
 */
import type { PoolClient } from 'pg'
import { codeOf } from './failures.ts'
import type { Client, Query, Result } from './postgres-pool.ts'

/** Connections that were used before: a query that a new one loses is the server's fault, and asking again would not help. */
const used = new WeakSet<PoolClient>()

/** The server ended the session (class 57), or something on the way did. A query that took too long is none of these. */
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
