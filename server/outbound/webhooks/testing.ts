/** A receiver of webhooks on this machine, for tests. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'

export type Received = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly url: string }

/** What it answers with: a status, or nothing at all. */
export type Manner = { status: number; location?: string } | 'hang' | 'endless'

export const startReceiver = async (host = '127.0.0.1', port = 0) => {
  const received: Received[] = []
  const state: { manner: Manner } = { manner: { status: 204 } }
  const server = createServer((request, response) => {
    text(request).then(body => {
      received.push({ headers: request.headers, body, url: request.url ?? '' })
      const { manner } = state
      if (manner === 'hang') return
      if (manner === 'endless') {
        response.writeHead(200)
        const timer = setInterval(() => response.write('x'.repeat(16_384)), 1)
        response.on('close', () => clearInterval(timer))
        return
      }
      response.writeHead(manner.status, manner.location ? { location: manner.location } : {}).end('done')
    })
  })
  const bound = await new Promise<number>(resolve => {
    server.listen(port, host, () => {
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : 0)
    })
  })
  return {
    url: `http://${host}:${bound}/hook`,
    port: bound,
    received,
    state,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
