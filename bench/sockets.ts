/**
 * Load over plain sockets: each sends its request again as soon as it is answered. It costs a fifth of what a general client does, so
 * that on two cores the server has one for itself.
 */
import { connect, type Socket } from 'node:net'

export type Shot = {
  readonly url: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The body of the n-th request, from 1. */
  readonly body?: ((n: number) => string) | undefined
}

export type Hits = {
  readonly answered: number
  readonly failed: number
  readonly latencies: readonly number[]
  readonly seconds: number
}

const END_OF_HEADERS = Buffer.from('\r\n\r\n')

const requestOf = ({ url, method, path, headers, body }: Shot) => {
  const lines = Object.entries({ host: new URL(url).host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('')}`
  let count = 0
  if (!body) return () => `${head}\r\n`
  return () => {
    const text = body(++count)
    return `${head}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  }
}

/** The status of the answer at the beginning and how long it is; undefined until its headers are there. */
const answerIn = (bytes: Buffer) => {
  const end = bytes.indexOf(END_OF_HEADERS)
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
  return { status: Number(head.slice(9, 12)), length: end + END_OF_HEADERS.length + length }
}

type Tally = { answered: number; failed: number; readonly latencies: number[] }

/** Sends one request after the other, until `isOver`. */
const keepAsking = (socket: Socket, next: () => string, tally: Tally, isOver: () => boolean) =>
  new Promise<void>(resolve => {
    let bytes: Buffer = Buffer.alloc(0)
    let sent = performance.now()
    const ask = () => {
      if (isOver()) {
        socket.destroy()
        return resolve()
      }
      sent = performance.now()
      socket.write(next())
    }
    socket.on('data', (data: Buffer) => {
      bytes = bytes.length === 0 ? data : Buffer.concat([bytes, data])
      const answer = answerIn(bytes)
      if (!answer || bytes.length < answer.length) return
      bytes = bytes.subarray(answer.length)
      tally.latencies.push(performance.now() - sent)
      tally.answered++
      if (answer.status >= 300) tally.failed++
      ask()
    })
    socket.once('error', () => {
      tally.failed++
      resolve()
    })
    ask()
  })

export const drive = async (
  shot: Shot,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Hits> => {
  const { hostname, port } = new URL(shot.url)
  const tally: Tally = { answered: 0, failed: 0, latencies: [] }
  const next = requestOf(shot)
  const start = performance.now()
  const isOver = () => performance.now() - start >= seconds * 1000
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname).setNoDelay())
  await Promise.all(sockets.map(socket => keepAsking(socket, next, tally, isOver)))
  return { ...tally, seconds: (performance.now() - start) / 1000 }
}
