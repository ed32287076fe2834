/** Keeps what must be read again, unlike a token: AES-256-GCM, a fresh nonce each time, bound to the row it belongs to. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const VERSION = 'v1'

/** `v1.<nonce>.<tag and text>`, base64url. */
export const seal = (key: Uint8Array, row: string, text: string): string => {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(row))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [
    VERSION,
    nonce.toString('base64url'),
    Buffer.concat([cipher.getAuthTag(), sealed]).toString('base64url'),
  ].join('.')
}

/** Undefined where it was sealed under another key or for another row, or was changed. */
export const unseal = (key: Uint8Array, row: string, sealed: string): string | undefined => {
  const [version, nonce = '', rest = ''] = sealed.split('.')
  if (version !== VERSION) return undefined
  const bytes = Buffer.from(rest, 'base64url')
  try {
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64url'))
      .setAAD(Buffer.from(row))
      .setAuthTag(bytes.subarray(0, TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
