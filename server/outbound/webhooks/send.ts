/**
 * Sends one request to an address that was checked: the name is looked up once, every address it has is checked, and the
 * connection is made to those very addresses. No redirects, no proxy, bounded in time and size.
 */
import { lookup } from 'node:dns/promises'
import { Agent as HttpAgent, type RequestOptions, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { Address, Egress } from './egress.ts'

export type Resolve = (host: string) => Promise<readonly Address[]>

export const resolveByDns: Resolve = host => lookup(host, { all: true, verbatim: true })

export type Outcome = { readonly ok: boolean; readonly status: number | null; readonly error: string | null }

export type WebhookRequest = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type SendOptions = { readonly egress: Egress; readonly resolve: Resolve; readonly timeoutMs: number }

const MOST_READ_BYTES = 64 * 1024

/** Why it was not sent or not taken, in words an administrator may read. */
class Failure extends Error {}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

/** @throws Failure when any address of the host must not be called */
const checkedAddresses = async (url: URL, { egress, resolve }: SendOptions): Promise<readonly Address[]> => {
  const host = hostOf(url)
  const family = isIP(host)
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }]
  if (addresses.length === 0) throw new Failure(`${host} resolves to no address.`)
  if (!addresses.every(({ address }) => egress.isReachable(address)))
    throw new Failure(`${host} resolves to a private network, which PORTICO_EGRESS_ALLOW does not allow.`)
  if (url.protocol !== 'https:' && !addresses.every(({ address }) => egress.isAllowed(address)))
    throw new Failure('http is allowed only for ranges in PORTICO_EGRESS_ALLOW. Use https.')
  return addresses
}

/** Answers what was checked, whatever the name means by now. */
const pinnedTo =
  (addresses: readonly Address[]): RequestOptions['lookup'] =>
  (_, options, done) => {
    const [first] = addresses
    if (options.all) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }

/** The checked addresses to connect to, and the signal that ends the wait. */
type Connection = { readonly addresses: readonly Address[]; readonly signal: AbortSignal }

const post = (url: URL, { headers, body }: WebhookRequest, { addresses, signal }: Connection) =>
  new Promise<number>((resolve, reject) => {
    const isHttps = url.protocol === 'https:'
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: isHttps ? new HttpsAgent() : new HttpAgent(), // a new agent: no proxy and no shared connections
      lookup: pinnedTo(addresses),
      signal,
    }
    const request = (isHttps ? requestHttps : requestHttp)(url, options, response => {
      let read = 0
      const done = () => resolve(response.statusCode ?? 0)
      response.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read <= MOST_READ_BYTES) return
        done()
        request.destroy()
      })
      response.on('end', done).on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown'

const MESSAGES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was reset.',
  ENOTFOUND: 'The host name is unknown.',
  EAI_AGAIN: 'The host name could not be resolved.',
}

const messageFor = (error: unknown, signal: AbortSignal, { timeoutMs }: SendOptions) => {
  if (error instanceof Failure) return error.message
  if (signal.aborted) return `The receiver did not answer within ${timeoutMs / 1000} seconds.`
  return MESSAGES[codeOf(error)] ?? `The request could not be sent (${codeOf(error)}).`
}

const outcomeOf = (status: number): Outcome => {
  if (status >= 200 && status < 300) return { ok: true, status, error: null }
  const isRedirect = status >= 300 && status < 400
  return {
    ok: false,
    status,
    error: isRedirect
      ? `The receiver answered ${status}; redirects are not followed.`
      : `The receiver answered ${status}.`,
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** Never throws: a failure is an outcome. */
export const send = async (request: WebhookRequest, options: SendOptions): Promise<Outcome> => {
  const signal = AbortSignal.timeout(options.timeoutMs)
  const work = async () => {
    const url = new URL(request.url)
    return post(url, request, { addresses: await checkedAddresses(url, options), signal })
  }
  try {
    return outcomeOf(await Promise.race([work(), aborted(signal)]))
  } catch (error) {
    return { ok: false, status: null, error: messageFor(error, signal, options) }
  }
}
