/** What went wrong with a call, as the server said it or, where it could not, as we say it. */
import type { Violation } from '../../../contract/catalog/entities.ts'

type Refusal = {
  /** 0 where no answer came at all. */
  status: number
  message: string
  details?: string
  requestId?: string
  missingPermission?: string
  field?: string
  violations?: Violation[]
  /** The call needs a recent proof of identity. */
  proofNeeded?: boolean
  /** The call needed a session, and there is none any more. */
  signedOut?: boolean
  /** The answer as it came, for what only one page reads in it. */
  body?: unknown
}

export class ApiError extends Error {
  readonly status: number
  readonly details: string | undefined
  readonly requestId: string | undefined
  readonly missingPermission: string | undefined
  readonly field: string | undefined
  readonly violations: Violation[]
  readonly proofNeeded: boolean
  readonly signedOut: boolean
  readonly body: unknown

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.name = 'ApiError'
    this.status = refusal.status
    this.details = refusal.details
    this.requestId = refusal.requestId
    this.missingPermission = refusal.missingPermission
    this.field = refusal.field
    this.violations = refusal.violations ?? []
    this.proofNeeded = refusal.proofNeeded ?? false
    this.signedOut = refusal.signedOut ?? false
    this.body = refusal.body
  }
}

/** What to show at the field of that name: the server's sentence where it blames this field, nothing otherwise. */
export const fieldError = (error: unknown, field: string): string | undefined =>
  error instanceof ApiError && error.field === field ? sentenceOf(error) : undefined

/** The same for a form: the sentence by the field that the server blames. */
export const fieldErrors = (error: unknown): Record<string, string> =>
  error instanceof ApiError && error.field !== undefined ? { [error.field]: sentenceOf(error) } : {}

/** The server says `name: must not be empty.`; at the field its name is already there. */
const sentenceOf = ({ field, details, message }: ApiError) => {
  const prefix = `${field}: `
  if (!details?.startsWith(prefix)) return details ?? message
  const rest = details.slice(prefix.length)
  return rest.startsWith('must ') || rest.startsWith('has ') || rest.startsWith('is ') ? `This ${rest}` : rest
}

export const noConnection = () =>
  new ApiError({
    status: 0,
    message: 'No connection',
    details: 'Portico cannot be reached. Check your connection, then try again.',
  })

/** @param signedOut whether a 401 means that the session ended (and not, say, a wrong password) */
export const errorOf = async (response: Response, signedOut: boolean): Promise<ApiError> => {
  const { status } = response
  const body = await jsonOf(response)
  return new ApiError({
    status,
    message: text(body, 'message') ?? text(body, 'title') ?? `Error ${status}`,
    details: text(body, 'details') ?? text(body, 'detail') ?? ownWords(response, body),
    requestId: text(body, 'requestId') ?? response.headers.get('x-request-id') ?? undefined,
    missingPermission: text(body, 'missingPermission'),
    field: text(body, 'field'),
    violations: violationsOf(body),
    proofNeeded: read(body, 'proofNeeded') === true,
    signedOut: status === 401 && signedOut,
    body,
  })
}

const ownWords = (response: Response, body: unknown): string | undefined => {
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after'))
    return `Too many tries. Wait ${seconds > 0 ? `${seconds} seconds` : 'a moment'}, then try again.`
  }
  if (body !== undefined) return undefined
  return `Portico, or something in front of it, answered with ${response.status} and no reason. Try again in a moment.`
}

const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

const read = (body: unknown, key: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, key) : undefined

const text = (body: unknown, key: string): string | undefined => {
  const value = read(body, key)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const isViolation = (value: unknown): value is Violation =>
  typeof read(value, 'title') === 'string' && typeof read(value, 'description') === 'string'

const violationsOf = (body: unknown): Violation[] => {
  const list = read(body, 'violations')
  return Array.isArray(list) ? list.filter(isViolation) : []
}

export const isNotFound = (error: unknown) => error instanceof ApiError && error.status === 404

/** The caller lacks a permission. */
export const isForbidden = (error: unknown) => error instanceof ApiError && error.status === 403
