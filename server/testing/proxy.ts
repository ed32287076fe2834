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

type Pair = { readonly client: Socket; readonly upstream: Socket }

type Armed = { readonly text: string; readonly moment: Moment; readonly happened: () => void }

/**
 * The statements in what a client of PostgreSQL sends: of a simple query, of `Parse`, and of a `Bind` that names what was prepared on
 * this connection before.
 */
const statementsIn = (data: Buffer, prepared: Map<string, string>): string[] => {
  const texts: string[] = []
  for (let at = 0; at + 5 <= data.length; at += 1 + data.readUInt32BE(at + 1)) {
    const [first = '', second = ''] = data.toString('latin1', at + 5).split('\0', 2)
    const kind = String.fromCharCode(data[at] ?? 0)
    if (kind === 'P') prepared.set(first, second)
    if (kind === 'Q') texts.push(first)
    if (kind === 'P') texts.push(second)
    if (kind === 'B') texts.push(prepared.get(second) ?? '')
  }
  return texts
}

export const proxyTo = async (url: string) => {
  const target = new URL(url)
  const pairs = new Set<Pair>()
  let armed: Armed | undefined
  let isSwallowing = false
  let isRefusing = false

  const strike = ({ client, upstream }: Pair, data: Buffer, prepared: Map<string, string>): boolean => {
    const statements = statementsIn(data, prepared)
    if (!armed) return false
    const { text, moment, happened } = armed
    if (!statements.some(statement => statement.includes(text))) return false
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
    if (isRefusing) return client.destroy()
    const upstream = createConnection(Number(target.port || 5432), target.hostname)
    const pair = { client, upstream }
    pairs.add(pair)
    const prepared = new Map<string, string>()
    client.on('data', sent => {
      const data = Buffer.from(sent)
      return isSwallowing || strike(pair, data, prepared) || upstream.write(data)
    })
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
    /** Keeps every connection open, old and new, and stops passing anything on. */
    swallow: (on: boolean) => {
      isSwallowing = on
    },
    cutAll,
    /** Lets nobody new through; connections that are open stay. */
    refuse: (on: boolean) => {
      isRefusing = on
    },
    close: () => {
      server.close()
      cutAll()
    },
  }
}
