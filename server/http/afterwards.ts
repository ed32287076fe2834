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

declare module 'fastify' {
  interface FastifyRequest {
    isTold: boolean
  }
}

const CLIENT_CLOSED = 499

type Parts = {
  readonly tell: (answered: Answered) => void
  /** The status with which the server itself ended a connection; undefined where the client did. */
  readonly statusOfCut: (socket: Socket) => number | undefined
}

export type AfterAnswers = {
  /** Call when a request begins: a client that hangs up is counted too. */
  readonly watch: (request: FastifyRequest, reply: FastifyReply) => void
  /** Tells those that still wait at once. */
  readonly tellAll: () => void
}

/** Calls `tell` once for each request. */
export const afterAnswers = (http: FastifyInstance, { tell, statusOfCut }: Parts): AfterAnswers => {
  let waiting: Answered[] = []
  const tellAll = () => {
    const answers = waiting
    waiting = []
    for (const answered of answers) tell(answered)
  }
  http.decorateRequest('isTold', false)
  const add = (request: FastifyRequest, reply: FastifyReply, status: number) => {
    if (request.isTold) return // an answered connection may close before its answer counts as finished
    request.isTold = true
    if (waiting.push({ request, status, address: request.ip, seconds: reply.elapsedTime / 1000 }) === 1)
      setImmediate(tellAll)
  }
  const watch = (request: FastifyRequest, reply: FastifyReply) => {
    reply.raw.once('close', () => {
      // an answer that is whole and still on its way is counted when it arrived
      if (!reply.raw.writableFinished && request.raw.socket.destroyed)
        add(request, reply, statusOfCut(request.raw.socket) ?? CLIENT_CLOSED)
    })
  }
  http.addHook('onResponse', (request, reply, done) => {
    add(request, reply, reply.statusCode)
    done()
  })
  return { watch, tellAll }
}
