/** Texts as zstd, alone or against a text that they resemble. Each carries a checksum, so that damage is found. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { MOST_BYTES } from '../descriptors/limits.ts'

/** Of what is stored: a merged text may be a little longer than one that is sent. */
const MOST_UNPACKED = 4 * MOST_BYTES
const LONG = 256 * 1024
const { ZSTD_c_checksumFlag, ZSTD_c_chainLog, ZSTD_c_hashLog, ZSTD_c_windowLog } = constants

/** Where the texts are long, with tables that find every part of them: otherwise 1.5 MB that change in one line take 95 KB, not 180 bytes. */
const paramsFor = (bytes: number) => ({
  [ZSTD_c_checksumFlag]: 1,
  ...(bytes > LONG && { [ZSTD_c_windowLog]: 23, [ZSTD_c_hashLog]: 18, [ZSTD_c_chainLog]: 18 }),
})

const against = (base: string | undefined) => (base === undefined ? {} : { dictionary: Buffer.from(base) })

export const pack = (text: string, base?: string): Buffer => {
  const bytes = Buffer.from(text)
  return zstdCompressSync(bytes, { params: paramsFor(bytes.length), pledgedSrcSize: bytes.length, ...against(base) })
}

/** @throws Error where the packed text, or its base, is not what it was */
export const unpack = (packed: Uint8Array, base?: string): string => {
  const params = { [constants.ZSTD_d_windowLogMax]: 27 }
  return zstdDecompressSync(packed, { params, maxOutputLength: MOST_UNPACKED, ...against(base) }).toString()
}
