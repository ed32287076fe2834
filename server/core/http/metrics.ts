/** Prometheus metrics on a port of their own, so that the public one never shows them. */
import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { securityHeaders } from './web.ts'

/** A request that is over; `route` is a pattern, not an address, of which there are too many. */
export type Observed = {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
}

export type Metrics = {
  observe(request: Observed): void
  listen(port: number, host: string): Promise<Server>
}

/** Those of plain http: this port is inside the network. */
const HEADERS = new Headers(securityHeaders('http:'))

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export const createMetrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'portico_http_request_duration_seconds',
    help: 'How long requests took, by method, route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  return {
    observe: ({ method, route, status, seconds }) => durations.observe({ method, route, status }, seconds),
    async listen(port, host) {
      const server = createServer((request, response) => {
        response.setHeaders(HEADERS)
        if (request.url !== '/metrics') return response.writeHead(404).end()
        registry.metrics().then(
          text => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
          () => response.writeHead(500).end(),
        )
      })
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, host, resolve)
      })
      return server
    },
  }
}
