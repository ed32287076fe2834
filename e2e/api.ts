/** What happens beside the browser: the API called as a person's browser would, and as a script with a token does. */
import type { Io, Operation, OperationSpec } from '../contract/core/operation.ts'

/** Where the server is reached from here, and the origin it believes to be. */
export type Place = { readonly address: string; readonly origin: string }

type Loose = { params?: unknown; query?: unknown; body?: unknown; cookie?: string }

const pathOf = ({ path }: OperationSpec, { params, query }: Loose) => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    typeof params === 'object' && params !== null ? encodeURIComponent(String(Reflect.get(params, name))) : '',
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) search.set(name, String(value))
  return search.size === 0 ? filled : `${filled}?${search}`
}

/** Calls an operation with a session's cookie or none, and answers the response whatever its status. */
export const ask = ({ address, origin }: Place, operation: OperationSpec, input: Loose) => {
  const { body, cookie } = input
  return fetch(address + pathOf(operation, input), {
    method: operation.method,
    headers: {
      origin,
      'user-agent': 'script/1.0',
      ...(cookie ? { cookie } : {}),
      ...(body === undefined
        ? {}
        : { 'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** The same, for what must succeed: its answer. */
export const call = async <I extends Io>(
  place: Place,
  operation: Operation<I>,
  input: I['call'] & { cookie?: string },
): Promise<I['answer']> => {
  const response = await ask(place, operation, input)
  const text = await response.text()
  if (!response.ok) throw new Error(`${operation.id} was answered with ${response.status}: ${text}`)
  return contentOf(text)
}

const contentOf = (text: string) => (text === '' ? undefined : JSON.parse(text))

/** The cookie that an answer sets, as it is sent back. */
export const cookieFrom = (response: Response): string => response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''

export type Answer = { status: number; body: Record<string, unknown> }

/** One call with a bearer, as curl would make it. */
export const bearer = async (
  { address }: Place,
  secret: string,
  path: string,
  { method = 'GET', body }: { method?: string; body?: string } = {},
): Promise<Answer> => {
  const response = await fetch(address + path, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      'user-agent': 'curl/7.88.1',
      ...(body === undefined ? {} : { 'content-type': 'application/yaml' }),
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
}
