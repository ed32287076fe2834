/** Texts as zstd, alone or against a text that they resemble. Each carries a checksum, so that damage is found. */
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { MOST_BYTES } from '../descriptors/limits.ts'

/** Of what is stored: a merged text may be a little longer than one that is sent. */
const MOST_UNPACKED = 4 * MOST_BYTES

/** Bytes of a text that stays as it is where it is packed alone: each change reads a base, and most descriptors are short. */
const SHORT = 8 * 1024
/** The first byte of such a text, with which no zstd frame begins; a checksum of four bytes follows. */
const PLAIN = 0
const HEAD = 5

const LONG = 256 * 1024
const { ZSTD_c_checksumFlag, ZSTD_c_chainLog, ZSTD_c_hashLog, ZSTD_c_windowLog } = constants

/** Where the texts are long, with tables that find every part of them: otherwise 1.5 MB that change in one line take 95 KB, not 180 bytes. */
const paramsFor = (bytes: number) => ({
  [ZSTD_c_checksumFlag]: 1,
  ...(bytes > LONG && { [ZSTD_c_windowLog]: 23, [ZSTD_c_hashLog]: 18, [ZSTD_c_chainLog]: 18 }),
})

const against = (base: string | undefined) => (base === undefined ? {} : { dictionary: Buffer.from(base) })

const plain = (bytes: Buffer): Buffer => {
  const head = Buffer.alloc(HEAD, PLAIN)
  head.writeUInt32LE(crc32(bytes), 1)
  return Buffer.concat([head, bytes])
}

const readPlain = (packed: Uint8Array): string => {
  const all = Buffer.from(packed)
  const bytes = all.subarray(HEAD)
  if (all.length < HEAD || all.readUInt32LE(1) !== crc32(bytes)) throw new Error('the checksum is another one')
  return bytes.toString()
}

export const pack = (text: string, base?: string): Buffer => {
  const bytes = Buffer.from(text)
  if (base === undefined && bytes.length <= SHORT) return plain(bytes)
  return zstdCompressSync(bytes, { params: paramsFor(bytes.length), pledgedSrcSize: bytes.length, ...against(base) })
}

/** @throws Error where the packed text, or its base, is not what it was */
export const unpack = (packed: Uint8Array, base?: string): string => {
  if (base === undefined && packed[0] === PLAIN) return readPlain(packed)
  const params = { [constants.ZSTD_d_windowLogMax]: 27 }
  return zstdDecompressSync(packed, { params, maxOutputLength: MOST_UNPACKED, ...against(base) }).toString()
}
