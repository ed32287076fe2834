/** A proxy before PostgreSQL that notes when each connection is inside a transaction, as the server itself says (ReadyForQuery). */
import { connect, createServer } from 'node:net'

/** From the first answer inside a transaction to the answer that ended it, in milliseconds of `performance.now()`. */
export type Span = { readonly from: number; readonly to: number }

const READY = 0x5a // 'Z'
const IDLE = 0x49 // 'I'

/** Reads the messages of the server: a type, a length of four bytes that counts itself, and the body. */
const watch = (noted: (status: number) => void) => {
  let rest: Uint8Array = new Uint8Array()
  return (chunk: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    while (rest.length >= 5) {
      const end = 1 + new DataView(rest.buffer, rest.byteOffset).getUint32(1)
      if (rest.length < end) return
      if (rest[0] === READY) noted(rest[5] ?? IDLE)
      rest = rest.subarray(end)
    }
  }
}

export const transactionsThrough = async (databaseUrl: string) => {
  const target = new URL(databaseUrl)
  const spans: Span[] = []
  const server = createServer(client => {
    const upstream = connect(Number(target.port || 5432), target.hostname)
    let since: number | undefined
    const see = watch(status => {
      const now = performance.now()
      if (status !== IDLE) since ??= now
      else if (since !== undefined) {
        spans.push({ from: since, to: now })
        since = undefined
      }
    })
    upstream.on('data', see)
    client.pipe(upstream).pipe(client)
    for (const one of [client, upstream])
      one.on('error', () => {
        client.destroy()
        upstream.destroy()
      })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the proxy has no port')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  return {
    url: url.href,
    /** The transactions that ended since it was asked last. */
    take: () => spans.splice(0),
    close: () => server.close(),
  }
}
