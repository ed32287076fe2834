/** How commands send requests: over HTTP, or to the app in the same process. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isLoopback } from '../../core/callers/loopback.ts'
import { CommandError } from '../command.ts'

export type Request = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: string
  readonly type?: string
}

export type Response = { readonly status: number; readonly text: string; readonly retryAfter: number | undefined }

export type Send = (request: Request) => Promise<Response>

const TIMEOUT_MS = 120_000

/** The origin of an address that a token may be sent to. @throws CommandError */
export const originFrom = (text: string, example: string): string => {
  if (!URL.canParse(text)) throw new CommandError(`Enter the address of Portico, for example: ${example}`)
  const { protocol, hostname, origin } = new URL(text)
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback({ hostname }))) return origin
  throw new CommandError(`${origin} doesn't use https, so the token could be intercepted.`)
}

const secondsIn = (header: string | null | undefined) =>
  header && /^\d{1,4}$/.test(header) ? Number(header) : undefined

export const overHttp =
  (origin: string, token: string): Send =>
  async ({ method, path, body, type }) => {
    try {
      const response = await fetch(origin + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body }),
      })
      const retryAfter = secondsIn(response.headers.get('retry-after'))
      return { status: response.status, text: await response.text(), retryAfter }
    } catch {
      throw new CommandError(`${origin} can't be reached.`)
    }
  }

const MOST_ATTEMPTS = 5
const WAIT_SECONDS = 5

/** Repeats a request if the server is busy. */
export const patiently =
  (send: Send): Send =>
  async request => {
    for (let attempt = 1; ; attempt++) {
      const response = await send(request)
      if ((response.status !== 429 && response.status !== 503) || attempt === MOST_ATTEMPTS) return response
      await sleep((response.retryAfter ?? WAIT_SECONDS) * 1000)
    }
  }

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const detailsIn = (body: unknown) => {
  const details: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'details') : undefined
  return typeof details === 'string' ? details : undefined
}

/** The JSON of a 200 response. @throws CommandError with the details of the server */
export const jsonOf = ({ status, text }: Response): unknown => {
  const body = parsed(text)
  if (status === 200) return body
  throw new CommandError(
    detailsIn(body) ?? `The server answered ${status}, and the response isn't from Portico. Check the address.`,
  )
}
