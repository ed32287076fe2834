/** Request bodies that clients compress. They are read only once their caller is known, and never further than the limit. */
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { FastifyRequest, preParsingAsyncHookHandler } from 'fastify'
import { badRequest, tooLarge, unsupportedEncoding } from '../problems/problems.ts'

/** The largest body, as it is sent and as it is read. */
export const BODY_LIMIT = 2 * 1024 * 1024

const BODYLESS = new Set(['GET', 'HEAD'])

export const hasBody = ({ headers, method }: FastifyRequest) =>
  !BODYLESS.has(method) && (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0')

const GZIP = new Set(['gzip', 'x-gzip'])

/** What was done to the body, in the order in which it was done. */
const encodingsOf = (header: string) =>
  header
    .toLowerCase()
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '' && one !== 'identity')

const isFault = (error: unknown) => error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')

/** @throws Problem 413 as soon as it is longer than the limit, 400 where it is damaged or ends too early */
const inflated = async (raw: IncomingMessage): Promise<Buffer> => {
  const gunzip = createGunzip()
  const gone = () => gunzip.destroy(raw.errored ?? new Error('the client closed the connection'))
  let sent = 0
  /** What inflates to nothing must end too. */
  const count = (chunk: Buffer) => {
    sent += chunk.length
    if (sent > BODY_LIMIT) gunzip.destroy(tooLarge())
  }
  raw.once('error', gone).once('aborted', gone).on('data', count).pipe(gunzip)
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of gunzip) {
      length += chunk.length
      if (length > BODY_LIMIT) throw tooLarge('A body can have up to 2 MB, uncompressed.')
      chunks.push(chunk)
    }
  } catch (error) {
    throw isFault(error) ? badRequest("The body isn't complete and valid gzip.", 'body') : error
  } finally {
    raw.unpipe(gunzip).off('data', count).off('error', gone).off('aborted', gone)
  }
  return Buffer.concat(chunks)
}

/** What Fastify reads instead of the body as it was sent. */
class InflatedBody extends Readable {
  /** Fastify compares it with `Content-Length`. */
  readonly receivedEncodedLength: number
  constructor(body: Buffer, encodedLength: number) {
    super({ read: () => {} })
    this.receivedEncodedLength = encodedLength
    this.push(body)
    this.push(null)
  }
}

/** For operations that have a body. @throws Problem 400, 413 or 415 */
export const inflate: preParsingAsyncHookHandler = async (request, reply, payload) => {
  const header = request.headers['content-encoding']
  if (header === undefined || !hasBody(request)) return payload
  const [encoding, ...more] = encodingsOf(header)
  if (encoding === undefined) return payload
  const sentLength = Number(request.headers['content-length'] ?? 0)
  try {
    if (!GZIP.has(encoding) || more.length > 0) throw unsupportedEncoding()
    if (sentLength > BODY_LIMIT) throw tooLarge()
    return new InflatedBody(await inflated(request.raw), sentLength)
  } catch (error) {
    reply.header('connection', 'close') // the client may send more
    throw error
  }
}
