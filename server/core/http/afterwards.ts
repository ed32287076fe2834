/**
 * What is recorded of requests once they are over: done for all of one turn of the event loop together, because between them it
 * costs twice as much.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Connections } from './connections.ts'

export type Answered = {
  readonly request: FastifyRequest
  /** What the client got; 499 if it hung up before that. */
  readonly status: number
  /** Read while the connection was open: a closed one has none. */
  readonly address: string
  readonly seconds: number
}

declare module 'node:http' {
  interface ServerResponse {
    /** Of a request that is not told yet. (A closure here, and the garbage collector would keep all of the request for long.) */
    untold?: FastifyReply | undefined
  }
}

export type AfterAnswers = {
  /** Call when a request begins: a client that hangs up is counted too. */
  readonly watch: (reply: FastifyReply) => void
  /** Tells those that still wait at once. */
  readonly tellAll: () => void
}

type Parts = {
  readonly tell: (answered: Answered) => void
  readonly onAbandoned: Connections['onAbandoned']
}

/** Calls `tell` once for each request. */
export const afterAnswers = (http: FastifyInstance, { tell, onAbandoned }: Parts): AfterAnswers => {
  let waiting: Answered[] = []
  const tellAll = () => {
    const answers = waiting
    waiting = []
    for (const answered of answers) tell(answered)
  }
  const add = ({ raw, request, elapsedTime }: FastifyReply, status: number) => {
    raw.untold = undefined
    if (waiting.push({ request, status, address: request.ip, seconds: elapsedTime / 1000 }) === 1) setImmediate(tellAll)
  }
  http.addHook('onResponse', (_request, reply, done) => {
    if (reply.raw.untold) add(reply, reply.statusCode) // its connection may have closed before it counted as finished
    done()
  })
  onAbandoned((response, status) => {
    if (response.untold) add(response.untold, status)
  })
  return {
    watch: reply => {
      reply.raw.untold = reply
    },
    tellAll,
  }
}
