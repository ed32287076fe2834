/** What one operation of the API promises: documentation, validation and type in a single object. */
import type { Static, TSchema } from 'typebox'
import type { Permission } from './permissions.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Anyone may call it, with or without a credential. */
export const PUBLIC = 'public'
/** Only a signed-in browser session may call it; a bearer gets 403. */
export const SESSION = 'session'
/** Only a personal token may call it: it is about the token itself. */
export const PERSONAL_TOKEN = 'personal-token'

export type Needs =
  | typeof PUBLIC
  | {
      readonly permission?: Permission
      readonly credential?: typeof SESSION | typeof PERSONAL_TOKEN
      /** The signed-in person confirmed their identity within the last 15 minutes; bearers are exempt. */
      readonly proof?: true
    }

/** A body that is always read as text, whatever content type the client sends. */
export type TextBody = { readonly text: true; readonly mediaType: string; readonly description: string }

export const textBody = (mediaType: string, description: string): TextBody => ({ text: true, mediaType, description })

/** An answer that is not JSON, such as a file to download or a redirect. */
export type OtherAnswer = { readonly mediaType: string | null; readonly description: string }

export type Answers = { readonly [status: number]: TSchema | OtherAnswer }

export type OperationSpec = {
  readonly id: string
  readonly method: Method
  readonly path: `/${string}`
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly needs: Needs
  /** It ignores the session cookie, so that scripts and other sites may call it. Only for PUBLIC operations. */
  readonly ignoresCookies?: true
  /** Reads many rows: its statements run on a reader thread, not on the thread that serves all requests. */
  readonly longRead?: true
  /** Runs in a write transaction and must leave an audit row. */
  readonly writes?: true
  /** Deletes all that its parameters select: one that it does not have is 400, and so is an empty one. It has `dryRun`, and says how many. */
  readonly bulkDelete?: true
  /** Changes or ends a row that has a version: `If-Match` may name the version that the caller saw. */
  readonly versioned?: true
  /** What it shows or does besides with these permissions of the caller, where they have them; `all`: whatever they have. */
  readonly alsoUses?: readonly Permission[] | 'all'
  /** Changes or ends the credential that it is called with, or the credential's person. */
  readonly changesOwnCredential?: true
  /** Error statuses that cannot be derived from the other fields, for the documentation. */
  readonly alsoRefuses?: readonly (401 | 403 | 404 | 409)[]
  readonly query?: TSchema
  readonly body?: TSchema | TextBody
  /** A small body may also be YAML, where the client says that it is. */
  readonly alsoYaml?: true
  /** Levels that an object in the body may be nested; few unless it says otherwise. */
  readonly deepest?: number
  /** Bytes that a JSON body may have, where it is more than the 256 KB of others: 2 MB at most, which is the limit of every body. */
  readonly bodyLimit?: number
  /** A handler's plain return value is sent with the first 2xx status. */
  readonly answers: Answers
}

/** What a call needs of an operation, and all that the browser app has of it: `scripts/contract-manifest.ts`. */
export type CalledOperation = Pick<OperationSpec, 'id' | 'method' | 'path' | 'needs'> & {
  readonly body?: TSchema | Pick<TextBody, 'text' | 'mediaType'>
}

/** Only a signed-in browser session may call it. */
export const isForSessions = ({ needs }: Pick<OperationSpec, 'needs'>): boolean =>
  needs !== PUBLIC && needs.credential === SESSION

/** The names between braces: `'/a/{cid}'` → `{ cid: string }`. */
type PathParams<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathParams<Rest>
  : unknown

type QueryFrom<Q> = Q extends TSchema ? Static<Q> : Record<never, never>

type BodyFrom<B> = B extends TextBody ? string : B extends TSchema ? Static<B> : undefined

type JsonAnswer<A> = A extends TSchema ? Static<A> : undefined

/** What the 2xx responses contain; `undefined` for a response that is empty or not JSON. */
type AnswerFrom<A> = {
  [Status in keyof A]: `${Status & number}` extends `2${string}` ? JsonAnswer<A[Status]> : never
}[keyof A]

/** What a client passes: params and body exactly if the operation has them. */
type CallFrom<Params, Query, Body> = (unknown extends Params ? { params?: undefined } : { params: Params }) &
  (Body extends undefined ? { body?: undefined } : { body: Body }) & { query?: Query }

/** The types of what goes in and comes out of an operation. */
export type Io = {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly answer: unknown
  readonly call: { params?: unknown; query?: unknown; body?: unknown }
}

declare const IO: unique symbol

/**
 * An operation and, for the type checker alone, the types that its schemas describe, computed once. Functions that take an
 * operation infer `I` and use no conditional type: docs/decisions/types-computed-once.md.
 */
export type Operation<I extends Io = Io> = OperationSpec & { readonly [IO]?: I }

/** An `Operation` as the browser app calls it, with the same types. */
export type Called<I extends Io = Io> = CalledOperation & { readonly [IO]?: I }

/** The result's type is written out: two instances of a named one would be compared by relating its conditional types. */
export const operation = <const O extends OperationSpec>(
  spec: O,
): Operation<{
  readonly params: PathParams<O['path']>
  readonly query: QueryFrom<O['query']>
  readonly body: BodyFrom<O['body']>
  readonly answer: AnswerFrom<O['answers']>
  readonly call: CallFrom<PathParams<O['path']>, QueryFrom<O['query']>, BodyFrom<O['body']>>
}> => spec

type IoOf<O extends Operation> = NonNullable<O[typeof IO]>

export type QueryOf<O extends Operation> = IoOf<O>['query']
export type BodyOf<O extends Operation> = IoOf<O>['body']
export type AnswerOf<O extends Operation> = IoOf<O>['answer']

/** An answer without a body. */
export const EMPTY: OtherAnswer = { mediaType: null, description: 'Done' }

/** The answer to `If-None-Match` where nothing has changed. An operation that declares it sends an `ETag`. */
export const NOT_MODIFIED: OtherAnswer = { mediaType: null, description: 'Not modified' }

export const isTextBody = <Text extends Pick<TextBody, 'text'>>(body: TSchema | Text): body is Text => 'text' in body
export const isOtherAnswer = (answer: TSchema | OtherAnswer): answer is OtherAnswer => 'mediaType' in answer
