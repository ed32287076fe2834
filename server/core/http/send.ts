/** How results become answers. */
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { isOtherAnswer, type OperationSpec } from '../../../contract/core/operation.ts'
import { compress, compressStream, type Encoding, encodingFor, isWorthCompressing } from './compress.ts'
import { yamlOf } from './yaml.ts'

/** An answer with a status other than the operation's first 2xx, or one that is not JSON: with a content-type the body goes out as it is. */
export class Answer {
  readonly status: number
  readonly body: unknown
  readonly headers: Record<string, string>
  constructor(status: number, body?: unknown, headers: Record<string, string> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** An answer that is JSON already, of the operation's shape. Whatever is made of it is made once, however many ask for it. */
export class JsonText {
  readonly text: string
  #yaml: string | undefined
  #compressed: Map<string, Promise<Buffer>> | undefined
  constructor(text: string) {
    this.text = text
  }
  get yaml(): string {
    this.#yaml ??= yamlOf(JSON.parse(this.text))
    return this.#yaml
  }
  /** @param text its JSON or its YAML */
  compressed(text: string, encoding: Encoding): Promise<Buffer> {
    this.#compressed ??= new Map()
    const key = `${encoding} ${text === this.text ? 'json' : 'yaml'}`
    const known = this.#compressed.get(key) ?? compress(text, encoding)
    this.#compressed.set(key, known)
    return known
  }
}

const successStatus = (operation: OperationSpec) =>
  Number(Object.keys(operation.answers).find(status => /^[23]/.test(status)) ?? 200)

const YAML_TYPE = 'application/yaml; charset=utf-8'

/** JSON unless the client asks for YAML and not for JSON. */
const wantsYaml = (accept: string | undefined) =>
  accept !== undefined && /\byaml\b/i.test(accept) && !/\bjson\b/i.test(accept)

const JSON_TYPE = 'application/json; charset=utf-8'

/** Each encoding of an answer needs an entity tag of its own, or a weak one for all of them (RFC 9110 §8.8.3.3). */
const weaken = (reply: FastifyReply) => {
  const etag = reply.getHeader('etag')
  if (typeof etag === 'string') reply.header('etag', `W/${etag}`)
}

/**
 * Only the answers of reads are compressed: those of writes may carry a secret, and the length of a compressed text gives away what is
 * in it (the BREACH attack). A read never answers a secret, because none is stored.
 */
const sendText = async (reply: FastifyReply, text: string, body: unknown) => {
  reply.header('vary', 'accept-encoding')
  const encoding = encodingFor(reply.request.headers['accept-encoding'])
  if (encoding === null) return reply.send(text)
  const smaller = await (body instanceof JsonText ? body.compressed(text, encoding) : compress(text, encoding))
  weaken(reply)
  return reply.header('content-encoding', encoding).send(smaller)
}

/** A file of any length that is generated while it is sent. */
const sendStream = (reply: FastifyReply, source: Readable) => {
  reply.header('vary', 'accept-encoding')
  const encoding = encodingFor(reply.request.headers['accept-encoding'])
  if (encoding === null) return reply.send(source)
  return reply.header('content-encoding', encoding).send(compressStream(source, encoding))
}

/** How this operation's results are sent; what can be known before a request is worked out once. */
export const senderOf = (operation: OperationSpec) => {
  const success = successStatus(operation)
  const isApi = operation.path.startsWith('/api/')
  const mayCompress = !operation.writes
  const mediaTypes = new Map(
    Object.entries(operation.answers).map(([status, answer]) => [
      Number(status),
      isOtherAnswer(answer) ? answer.mediaType : null,
    ]),
  )
  const bodyOf = (body: unknown, yaml: boolean) => {
    if (body instanceof JsonText) return yaml ? body.yaml : body.text
    return yaml ? yamlOf(body) : JSON.stringify(body)
  }
  return (reply: FastifyReply, result: unknown) => {
    const { status, body, headers } = result instanceof Answer ? result : new Answer(success, result)
    reply.code(status).headers(headers)
    if (isApi) reply.header('cache-control', 'no-store')
    if (body === undefined) return reply.send()
    const mediaType = mediaTypes.get(status) ?? headers['content-type']
    const yaml = wantsYaml(reply.request.headers.accept)
    reply.type(mediaType ?? (yaml ? YAML_TYPE : JSON_TYPE))
    const sent = mediaType ? body : bodyOf(body, yaml)
    if (!mayCompress || reply.request.method === 'HEAD') return reply.send(sent)
    if (sent instanceof Readable) return sendStream(reply, sent)
    return typeof sent === 'string' && isWorthCompressing(sent) ? sendText(reply, sent, body) : reply.send(sent)
  }
}
