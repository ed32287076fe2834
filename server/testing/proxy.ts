/** A TCP proxy between us and a database, which cuts or swallows what it carries at a moment that a test chooses. */
import { createConnection, createServer, type Socket } from 'node:net'

/** What becomes of a connection when the client sends something. Told only once it is armed. */
export type Moment =
  /** Not passed on, and both sides are cut. */
  | 'cut before'
  /** Passed on, and both sides are cut. */
  | 'cut after'
  /** Passed on; both sides are cut when the server has answered it, and the answer is not passed back. */
  | 'cut answer'
  /** Not passed on; our side is cut and the server's stays as it is. */
  | 'hold'

type Armed = { readonly text: string; readonly moment: Moment; readonly happened: () => void }

export const proxyTo = async (url: string) => {
  const target = new URL(url)
  const pairs = new Set<{ client: Socket; upstream: Socket }>()
  let armed: Armed | undefined
  let isSwallowing = false

  const strike = (client: Socket, upstream: Socket, data: string | Buffer): boolean => {
    if (!armed || !data.includes(armed.text)) return false
    const { moment, happened } = armed
    armed = undefined
    const cut = () => {
      client.destroy()
      upstream.destroy()
      happened()
    }
    if (moment === 'cut before') cut()
    if (moment === 'cut after') upstream.write(data, cut)
    if (moment === 'cut answer') {
      upstream.removeAllListeners('data').once('data', cut)
      upstream.write(data)
    }
    if (moment === 'hold') {
      client.removeAllListeners('close').destroy()
      happened()
    }
    return true
  }

  const server = createServer(client => {
    const upstream = createConnection(Number(target.port || 5432), target.hostname)
    const pair = { client, upstream }
    pairs.add(pair)
    client.on('data', data => isSwallowing || strike(client, upstream, data) || upstream.write(data))
    upstream.on('data', data => isSwallowing || client.write(data))
    client.on('error', () => {}).on('close', () => upstream.destroy())
    upstream
      .on('error', () => {})
      .on('close', () => {
        pairs.delete(pair)
        client.destroy()
      })
  })
  const cutAll = () => {
    for (const { client, upstream } of pairs) {
      client.destroy()
      upstream.destroy()
    }
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const through = new URL(url)
  through.port = String(address && typeof address === 'object' ? address.port : 0)
  return {
    url: through.href,
    /** Has it happen to the next message that contains the text; resolves when it has. */
    arm: (text: string, moment: Moment) =>
      new Promise<void>(resolve => {
        armed = { text, moment, happened: resolve }
      }),
    /** Keeps every connection open, old and new, and passes nothing on any more. */
    swallow: (on: boolean) => {
      isSwallowing = on
    },
    cutAll,
    close: () => {
      server.close()
      cutAll()
    },
  }
}
