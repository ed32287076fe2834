/** Node's HTTP server below the application: its limits, and what it answers before the application sees a request. */
import { createServer, type RequestListener } from 'node:http'
import { type Connections, connectionsOf } from './connections.ts'
import { type ReportUnreadable, unreadable } from './unreadable.ts'

const HEADERS_MS = 20_000
/** Between our own deadline of a body and Node's, so that Node's is never the first. */
const MARGIN_MS = 5_000
const CHECK_EVERY_MS = 1_000
/** Longer than the idle time of common load balancers, so that these close a connection first. */
const KEEP_ALIVE_MS = 72_000

type Parts = {
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>
  /** How long the headers of a request may take. */
  readonly headersMs?: number
  /** The longest time that any body may take. */
  readonly longestBodyMs: number
  readonly report: ReportUnreadable
}

export type Listeners = {
  readonly connections: Connections
  /** Accepts nothing more, answers what was sent, and closes every connection; after `withinMs` those that still wait are cut. */
  readonly close: (withinMs: number) => Promise<void>
  /** Returns the port, which is chosen by the system where 0 is asked for. */
  readonly listen: (handler: RequestListener, port: number, address: string) => Promise<number>
}

/** Makes the servers of an application, one for each address that it listens on. */
export const listenersOf = ({ headers, headersMs = HEADERS_MS, longestBodyMs, report }: Parts): Listeners => {
  const connections = connectionsOf()
  const { answerError, answerStopping, answerExpectation, answerConnect } = unreadable({ connections, headers, report })

  const create = (handler: RequestListener) => {
    const server = createServer(
      {
        headersTimeout: headersMs, // must not exceed requestTimeout: Node would swap them
        requestTimeout: headersMs + longestBodyMs + MARGIN_MS,
        connectionsCheckingInterval: CHECK_EVERY_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        requireHostHeader: false, // its answer would have no body: `faultOfHeaders` says it
      },
      (request, response) => {
        if (connections.begin(request, response)) handler(request, response)
      },
    )
    connections.watch(server)
    return server.on('clientError', answerError).on('checkExpectation', answerExpectation).on('connect', answerConnect)
  }

  const listen = (handler: RequestListener, port: number, address: string) =>
    new Promise<number>((resolve, reject) => {
      const server = create(handler)
      server.once('error', reject).listen(port, address, () => {
        const bound = server.address()
        resolve(bound && typeof bound === 'object' ? bound.port : port)
      })
    })

  return { connections, listen, close: withinMs => connections.close(withinMs, answerStopping) }
}
