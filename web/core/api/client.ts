/** The typed client of the contract: one function for every operation. The session's cookie is the browser's business. */
import { type Called, type CalledOperation, type Io, isTextBody, PUBLIC } from '../../../contract/core/operation.ts'
import { errorOf, noConnection } from './api-error.ts'
import { parseJson } from './exact-json.ts'
import { proofGiven } from './proof.ts'

/** What a call carries: the path's names, the query, the body, and the version of the row that is being changed. */
export type CallInput<I extends Io> = I['call'] & { version?: number; signal?: AbortSignal }

type Loose = { params?: unknown; query?: unknown; body?: unknown; version?: number; signal?: AbortSignal }

/**
 * Calls an operation; an answer that is not JSON comes as text, an empty one as undefined.
 * @throws ApiError for every answer that is not 2xx, and with status 0 when none came
 */
export const call = async <I extends Io>(operation: Called<I>, input: CallInput<I>): Promise<I['answer']> => {
  const response = await proved(operation, input)
  if (!response.ok) throw await errorOf(response, operation.needs !== PUBLIC)
  return contentOf(response.headers.get('content-type') ?? '', await response.text())
}

/** What needs a recent proof is asked again once the person gave it; the input waits for it. */
const proved = async (operation: CalledOperation, input: Loose): Promise<Response> => {
  const response = await send(operation, input)
  if (response.status !== 403) return response
  const { proofNeeded } = await errorOf(response.clone(), false)
  return proofNeeded && (await proofGiven()) ? send(operation, input) : response
}

const contentOf = (type: string, content: string) => {
  if (content === '') return undefined
  return /[/+]json\b/.test(type) ? parseJson(content) : content
}

/** The address of an operation, for links that the browser itself follows (downloads). */
export const urlOf = <I extends Io>(operation: Called<I>, input: Pick<I['call'], 'params' | 'query'>) =>
  addressOf(operation, input)

const addressOf = ({ path }: CalledOperation, { params, query }: Loose): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(params, name)))
  const search = searchOf(query)
  return search === '' ? filled : `${filled}?${search}`
}

const textOf = (params: unknown, name: string) =>
  typeof params === 'object' && params !== null ? String(Reflect.get(params, name)) : ''

const searchOf = (query: unknown) => {
  const search = new URLSearchParams()
  if (typeof query !== 'object' || query === null) return ''
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== undefined && one !== null && one !== '') search.append(name, `${one}`)
  return search.toString()
}

const send = async (operation: CalledOperation, input: Loose): Promise<Response> => {
  const { body, version, signal } = input
  const headers = new Headers({ accept: 'application/json, text/plain;q=0.9, */*;q=0.5' })
  if (body !== undefined) headers.set('content-type', mediaTypeOf(operation))
  if (version !== undefined) headers.set('if-match', `"${version}"`)
  try {
    return await fetch(addressOf(operation, input), {
      method: operation.method,
      headers,
      credentials: 'same-origin',
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      signal,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw noConnection()
  }
}

const mediaTypeOf = ({ body }: CalledOperation) => (body && isTextBody(body) ? body.mediaType : 'application/json')
