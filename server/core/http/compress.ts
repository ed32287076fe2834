/** Compresses answers for clients that ask for it, in Node's thread pool. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'

/** Below this, a compressed answer saves less than a network packet. */
const SMALLEST_BYTES = 1024
/** Brotli's qualities go to 11; beyond this one each costs much for little. */
const BROTLI_QUALITY = 4

const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)]

const ENCODERS = {
  br: (text: string) => brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (text: string) => gzipped(text),
} as const

export type Encoding = keyof typeof ENCODERS

const OFFERED: Encoding[] = ['br', 'gzip']

export const isWorthCompressing = (text: string) => text.length >= SMALLEST_BYTES

/** Null where the client takes no encoding of ours. @param accepted its `Accept-Encoding` */
export const encodingFor = (accepted: string | undefined): Encoding | null =>
  accepted === undefined ? null : negotiate(accepted, OFFERED)

export const compress = (text: string, encoding: Encoding): Promise<Buffer> => ENCODERS[encoding](text)
