/** A client of the public API, with a personal token and patience. */
import { setTimeout as sleep } from 'node:timers/promises'

export type Call = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  /** Text is a descriptor. */
  readonly body?: string | object
}

export type Answer = { readonly status: number; readonly body: unknown }

export type Client = (call: Call) => Promise<Answer>

const TIMEOUT_MS = 60_000
/** A server that asks for patience, or that cannot be reached for a moment. */
const TRIES = 8
const LONGEST_WAIT_S = 60
/** What says in the answer that nothing was done, and that it may work later. */
const LATER = new Set([429, 503])

const messageOf = (body: unknown): string => {
  const details: unknown =
    typeof body === 'object' && body !== null
      ? (Reflect.get(body, 'details') ?? Reflect.get(body, 'message'))
      : undefined
  return typeof details === 'string' ? details : JSON.stringify(body ?? '')
}

export class Refused extends Error {
  readonly status: number
  constructor({ method = 'GET', path }: Call, { status, body }: Answer) {
    super(`${method} ${path} answered ${status}: ${messageOf(body).slice(0, 500)}`)
    this.status = status
  }
}

const sendOnce = async (base: string, token: string, { method = 'GET', path, body }: Call) => {
  const type = typeof body === 'string' ? 'application/openapi;charset=UTF-8' : 'application/json'
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  const answered: unknown = isJson && text !== '' ? JSON.parse(text) : text
  return { status: response.status, body: answered, wait: Number(response.headers.get('retry-after') ?? 1) }
}

/** Waits and asks again where the server says so. @throws Refused on every other refusal that `accept` does not name */
export const clientOf =
  (base: string, token: string, accept: readonly number[] = []): Client =>
  async call => {
    for (let tries = 1; ; tries++) {
      const { wait, ...answer } = await sendOnce(base, token, call)
      if (answer.status < 300 || accept.includes(answer.status)) return answer
      if (!LATER.has(answer.status) || tries >= TRIES) throw new Refused(call, answer)
      await sleep(Math.min(LONGEST_WAIT_S, wait > 0 ? wait : 1) * 1000)
    }
  }
