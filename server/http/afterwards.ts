/**
 * What is recorded of requests once they are over: done for all of one turn of the event loop together, because between them it
 * costs twice as much.
 */
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type Answered = {
  readonly request: FastifyRequest
  /** What the client got; 499 if it hung up before that. */
  readonly status: number
  /** Read while the connection was open: a closed one has none. */
  readonly address: string
  readonly seconds: number
}

const CLIENT_CLOSED = 499

type Parts = {
  readonly tell: (answered: Answered) => void
  /** The status with which the server itself ended a connection; undefined where the client did. */
  readonly statusOfCut: (socket: Socket) => number | undefined
}

/** Calls `tell` once for each request. Returns a function that tells those that still wait at once. */
export const afterAnswers = (http: FastifyInstance, { tell, statusOfCut }: Parts): (() => void) => {
  let waiting: Answered[] = []
  const tellAll = () => {
    const answers = waiting
    waiting = []
    for (const answered of answers) tell(answered)
  }
  const told = new WeakSet<FastifyRequest>()
  const add = (request: FastifyRequest, reply: FastifyReply, status: number) => {
    if (told.has(request)) return // an answered connection may close before its answer counts as finished
    told.add(request)
    if (waiting.push({ request, status, address: request.ip, seconds: reply.elapsedTime / 1000 }) === 1)
      setImmediate(tellAll)
  }
  http.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      // an answer that is whole and still on its way is counted when it arrived
      if (!reply.raw.writableFinished && request.raw.socket.destroyed)
        add(request, reply, statusOfCut(request.raw.socket) ?? CLIENT_CLOSED)
    })
    done()
  })
  http.addHook('onResponse', (request, reply, done) => {
    add(request, reply, reply.statusCode)
    done()
  })
  return tellAll
}
