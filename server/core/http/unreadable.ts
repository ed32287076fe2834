/** Answers what Node refuses before the application sees a request, in the contract's shape: malformed, too large, or too slow. */
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { badRequest, Problem, presentProblem, requestTimeout, unavailable } from '../problems/problems.ts'
import type { Connections, Cut } from './connections.ts'

export type Unreadable = {
  readonly status: number
  readonly code: string
  readonly address: string
  readonly requestId: string
}

export type ReportUnreadable = (refused: Unreadable) => void

/** A client that is still sending would lose the answer if the connection were reset at once. */
const LINGER_MS = 1_000

const refusal = (status: number, details: string) =>
  new Problem({ status, type: 'BAD_REQUEST', message: STATUS_CODES[status] ?? 'Bad Request' }, details)

const problemOf = (code: string): Problem => {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return requestTimeout('The request did not arrive in time. Send it again.')
    case 'HPE_HEADER_OVERFLOW':
      return refusal(431, 'The headers are too large. Send 16 KB or less.')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return refusal(413, 'The chunk extensions of the body are too large.')
    default:
      return badRequest('This is not a valid HTTP request.')
  }
}

const STOPPING = unavailable('This server is stopping. Nothing was changed; send the request again.')

const codeOf = (error: Error) => ('code' in error ? String(error.code) : '')

/** The client is gone; `HPE_INVALID_EOF_STATE`: it closed its side inside of a request. */
const GONE = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'HPE_INVALID_EOF_STATE'])

type Parts = {
  readonly connections: Connections
  readonly headers: Readonly<Record<string, string>>
  readonly report: ReportUnreadable
}

export const unreadable = ({ connections, headers, report }: Parts) => {
  const answerOf = (problem: Problem, requestId: string) => {
    const body = JSON.stringify(presentProblem(problem, requestId))
    return {
      body,
      headers: {
        ...headers,
        ...problem.extra.headers,
        date: new Date().toUTCString(),
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
        'cache-control': 'no-store',
        connection: 'close',
      },
    }
  }

  const asText = (problem: Problem, requestId: string) => {
    const answer = answerOf(problem, requestId)
    const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`)
    return [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...lines, '', answer.body].join('\r\n')
  }

  const endWith = (socket: Socket, problem: Problem, requestId: string) => {
    connections.cutWith(socket, problem.status)
    socket.end(asText(problem, requestId))
    const timer = setTimeout(() => socket.destroy(), LINGER_MS)
    socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer))
  }

  const refuse = (socket: Socket, problem: Problem, code: string) => {
    const requestId = randomUUID()
    report({ status: problem.status, code, address: socket.remoteAddress ?? '', requestId })
    endWith(socket, problem, requestId)
  }

  /**
   * A fault after a complete request says nothing about that request: it is answered as usual, and then the connection closes.
   * A fault inside of a request is the answer to it.
   */
  const answerError = (error: Error, socket: Duplex) => {
    const code = codeOf(error)
    if (!(socket instanceof Socket) || GONE.has(code) || !socket.writable) return void socket.destroy()
    if (connections.isBroken(socket)) return
    const waiting = connections.breakOff(socket)
    if (waiting.some(({ req }) => req.complete)) return
    const isUnused = socket.bytesRead === 0
    if (isUnused || waiting.some(({ headersSent }) => headersSent)) return void socket.destroy()
    if (waiting.length > 0) return endWith(socket, problemOf(code), randomUUID())
    refuse(socket, problemOf(code), code)
  }

  /** For connections that are left when the server stops. A request that did not arrive whole did nothing, and that can be said. */
  const answerStopping: Cut = (socket, waiting) => {
    const isWhole = waiting.some(({ req, headersSent }) => req.complete || headersSent)
    if (!isWhole && waiting.length > 0) return endWith(socket, STOPPING, randomUUID())
    connections.cutWith(socket, STOPPING.status)
    socket.destroy()
  }

  const answerExpectation = ({ socket }: IncomingMessage, response: ServerResponse) => {
    const requestId = randomUUID()
    const problem = refusal(417, 'The only expectation that this server meets is 100-continue.')
    report({ status: problem.status, code: 'EXPECT', address: socket.remoteAddress ?? '', requestId })
    const answer = answerOf(problem, requestId)
    response.writeHead(problem.status, answer.headers).end(answer.body)
  }

  const answerConnect = (_request: IncomingMessage, socket: Duplex) => {
    if (socket instanceof Socket) refuse(socket, badRequest('This server is not a proxy.'), 'CONNECT')
    else socket.destroy()
  }

  return { answerError, answerStopping, answerExpectation, answerConnect }
}
