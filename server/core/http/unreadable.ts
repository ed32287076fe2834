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
      return badRequest("This isn't a valid HTTP request.")
  }
}

const STOPPING = unavailable('This server is stopping. Nothing was changed. Send the request again.')

const codeOf = (error: Error) => ('code' in error ? String(error.code) : '')

/** The client is gone; `HPE_INVALID_EOF_STATE`: it closed its side inside of a request. */
const GONE = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'HPE_INVALID_EOF_STATE'])

type Parts = {
  readonly connections: Connections
  readonly headers: Readonly<Record<string, string>>
  readonly report: ReportUnreadable
}

/** A problem and the identifier by which its answer and the log name it. */
type Refused = { readonly problem: Problem; readonly requestId: string }

const withId = (problem: Problem): Refused => ({ problem, requestId: randomUUID() })

const answerOf = ({ headers }: Parts, { problem, requestId }: Refused) => {
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

const asText = (parts: Parts, refused: Refused) => {
  const { status } = refused.problem
  const answer = answerOf(parts, refused)
  const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', answer.body].join('\r\n')
}

const endWith = (parts: Parts, socket: Socket, refused: Refused) => {
  parts.connections.cutWith(socket, refused.problem.status)
  socket.end(asText(parts, refused))
  const timer = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer))
}

/** The application knows nothing of these, so they are reported here. */
const refuse = (parts: Parts, socket: Socket, { code, problem }: { code: string; problem: Problem }) => {
  const refused = withId(problem)
  const { requestId } = refused
  parts.report({ status: problem.status, code, address: socket.remoteAddress ?? '', requestId })
  endWith(parts, socket, refused)
}

/**
 * A fault after a complete request says nothing about that request: it is answered as usual, and then the connection closes.
 * A fault inside of a request is the answer to it.
 */
const answerError = (parts: Parts, error: Error, socket: Duplex) => {
  const { connections } = parts
  const code = codeOf(error)
  if (!(socket instanceof Socket) || GONE.has(code) || !socket.writable) return void socket.destroy()
  if (connections.isBroken(socket)) return
  const waiting = connections.breakOff(socket)
  if (waiting.some(({ req }) => req.complete)) return
  const isUnused = socket.bytesRead === 0
  if (isUnused || waiting.some(({ headersSent }) => headersSent)) return void socket.destroy()
  if (waiting.length > 0) return endWith(parts, socket, withId(problemOf(code)))
  refuse(parts, socket, { code, problem: problemOf(code) })
}

/** For connections that are left when the server stops. A request that did not arrive whole did nothing, and that can be said. */
const answerStopping = (parts: Parts, socket: Socket, waiting: readonly ServerResponse[]) => {
  const isWhole = waiting.some(({ req, headersSent }) => req.complete || headersSent)
  if (!isWhole && waiting.length > 0) return endWith(parts, socket, withId(STOPPING))
  parts.connections.cutWith(socket, STOPPING.status)
  socket.destroy()
}

const answerExpectation = (parts: Parts, { socket }: IncomingMessage, response: ServerResponse) => {
  const refused = withId(refusal(417, 'This server supports only the expectation 100-continue.'))
  const { status } = refused.problem
  parts.report({ status, code: 'EXPECT', address: socket.remoteAddress ?? '', requestId: refused.requestId })
  const answer = answerOf(parts, refused)
  response.writeHead(status, answer.headers).end(answer.body)
}

const answerConnect = (parts: Parts, socket: Duplex) => {
  if (socket instanceof Socket)
    refuse(parts, socket, { code: 'CONNECT', problem: badRequest('This server is not a proxy.') })
  else socket.destroy()
}

export const unreadable = (parts: Parts) => {
  const stopping: Cut = (socket, waiting) => answerStopping(parts, socket, waiting)
  return {
    answerError: (error: Error, socket: Duplex) => answerError(parts, error, socket),
    answerStopping: stopping,
    answerExpectation: (request: IncomingMessage, response: ServerResponse) =>
      answerExpectation(parts, request, response),
    answerConnect: (_request: IncomingMessage, socket: Duplex) => answerConnect(parts, socket),
  }
}
