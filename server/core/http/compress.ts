/** Compresses answers for clients that ask for it, in Node's thread pool. */
import { pipeline, type Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'

/** Below this, a compressed answer saves less than a network packet. */
const SMALLEST_BYTES = 1024
/** Brotli's qualities go to 11; beyond this one each costs much for little. */
const BROTLI_QUALITY = 4

const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)]

const BROTLI_OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }

const ENCODERS = {
  br: (text: string) => brotli(text, BROTLI_OPTIONS),
  gzip: (text: string) => gzipped(text),
} as const

const STREAMS = { br: () => createBrotliCompress(BROTLI_OPTIONS), gzip: () => createGzip() } as const

export type Encoding = keyof typeof ENCODERS

const OFFERED: Encoding[] = ['br', 'gzip']

export const isWorthCompressing = (text: string) => text.length >= SMALLEST_BYTES

/** Null where the client takes no encoding of ours. @param accepted its `Accept-Encoding` */
export const encodingFor = (accepted: string | undefined): Encoding | null =>
  accepted === undefined ? null : negotiate(accepted, OFFERED)

export const compress = (text: string, encoding: Encoding): Promise<Buffer> => ENCODERS[encoding](text)

/** For a streamed response. If one of the streams fails, the other ends too. */
export const compressStream = (source: Readable, encoding: Encoding): Readable =>
  pipeline(source, STREAMS[encoding](), () => {})
