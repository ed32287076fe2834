/** Compresses texts with zstd, alone or with a similar text as the dictionary. Each has a checksum to detect damage. */
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { MOST_BYTES } from '../descriptors/limits.ts'

/** The limit of a stored text: a merged text can be a little longer than one that is sent. */
const MOST_UNPACKED = 4 * MOST_BYTES

/** A text of up to this many bytes is stored uncompressed as a base, because each change reads a base and most descriptors are short. */
const SHORT = 8 * 1024
/** The first byte of an uncompressed text; no zstd frame begins with it. A checksum of four bytes follows. */
const PLAIN = 0
const HEAD = 5

const LONG = 256 * 1024
const { ZSTD_c_checksumFlag, ZSTD_c_chainLog, ZSTD_c_hashLog, ZSTD_c_windowLog } = constants

/** Long texts need larger tables: without them, a one-line change of 1.5 MB takes 95 KB, not 180 bytes. */
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
  if (all.length < HEAD || all.readUInt32LE(1) !== crc32(bytes)) throw new Error('the checksum does not match')
  return bytes.toString()
}

export const pack = (text: string, base?: string): Buffer => {
  const bytes = Buffer.from(text)
  if (base === undefined && bytes.length <= SHORT) return plain(bytes)
  return zstdCompressSync(bytes, { params: paramsFor(bytes.length), pledgedSrcSize: bytes.length, ...against(base) })
}

/** @throws Error if the packed text or its base is damaged */
export const unpack = (packed: Uint8Array, base?: string): string => {
  if (base === undefined && packed[0] === PLAIN) return readPlain(packed)
  const params = { [constants.ZSTD_d_windowLogMax]: 27 }
  return zstdDecompressSync(packed, { params, maxOutputLength: MOST_UNPACKED, ...against(base) }).toString()
}
