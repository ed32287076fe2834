/** A body must arrive within a time that starts with its headers: a request that is held open costs memory and a connection. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isTextBody } from '../../../contract/core/operation.ts'
import { requestTimeout } from '../problems/problems.ts'
import { hasBody } from './inflate.ts'
import { operationOf } from './mount.ts'

export type BodyLimits = {
  readonly bodyMs: number
  /** Where the operation takes a descriptor or a file. */
  readonly descriptorBodyMs: number
}

const limitOf = (request: FastifyRequest, { bodyMs, descriptorBodyMs }: BodyLimits) => {
  const body = operationOf(request)?.body
  return body && isTextBody(body) ? descriptorBodyMs : bodyMs
}

const late = (limitMs: number) =>
  requestTimeout(
    `The body did not arrive within ${limitMs / 1000} seconds of its headers. Nothing was changed. Send the request again.`,
  )

const watch = (request: FastifyRequest, reply: FastifyReply, limitMs: number) => {
  const { raw } = request
  const left = Math.max(1, limitMs - Math.round(reply.elapsedTime))
  const refuse = () => {
    if (!reply.sent) reply.header('connection', 'close').send(late(limitMs))
  }
  let lastLook: NodeJS.Immediate | undefined
  // after a pause of the process, timers run before data that arrived in time is read
  const timer = setTimeout(() => {
    lastLook = setImmediate(refuse)
  }, left).unref()
  const arrived = () => {
    clearTimeout(timer)
    clearImmediate(lastLook)
  }
  raw.once('end', arrived).once('close', arrived)
}

/** Call when a request begins. Answers 408 where its body is late; its handler never runs. */
export const bodyDeadline = (limits: BodyLimits) => (request: FastifyRequest, reply: FastifyReply) => {
  if (hasBody(request)) watch(request, reply, limitOf(request, limits))
}
