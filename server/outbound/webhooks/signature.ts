import { createHmac, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

export const newWebhookSecret = () => `whsec_${randomBytes(SECRET_BYTES).toString('base64url')}`

/** `t=<unix seconds>,v1=<HMAC-SHA256 of "t.body", hex>`: the time is signed, so that a delivery cannot be replayed later. */
export const signatureOf = (secret: string, body: string, now: number) => {
  const t = Math.floor(now / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}
