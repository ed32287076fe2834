/**
 * What is told of requests once they are answered: done for all answers of one turn of the event loop together, because between
 * them it costs twice as much.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type Answered = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Kept from while the connection was open: a closed one has none. */
  readonly address: string
  readonly seconds: number
}

/** Has `tell` called once for each answer. Returns what tells at once those that still wait, for whoever must not miss one. */
export const afterAnswers = (http: FastifyInstance, tell: (answered: Answered) => void): (() => void) => {
  let waiting: Answered[] = []
  const tellAll = () => {
    const answers = waiting
    waiting = []
    for (const answered of answers) tell(answered)
  }
  http.addHook('onResponse', (request, reply, done) => {
    const answered = { request, reply, address: request.ip, seconds: reply.elapsedTime / 1000 }
    if (waiting.push(answered) === 1) setImmediate(tellAll)
    done()
  })
  return tellAll
}
