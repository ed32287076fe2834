/** What one operation of the API promises: documentation, check and type in a single object. */
import type { Static, TSchema } from 'typebox'
import type { Permission } from './permissions.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Anybody may call it, with or without a credential. */
export const PUBLIC = 'public'
/** Only a signed-in browser session may call it; a bearer is answered with 403. */
export const SESSION = 'session'
/** Only a personal token may call it: it speaks of the token itself. */
export const PERSONAL_TOKEN = 'personal-token'

export type Needs =
  | typeof PUBLIC
  | {
      readonly permission?: Permission
      readonly credential?: typeof SESSION | typeof PERSONAL_TOKEN
      /** A signed-in person proved who they are within the last 15 minutes; a bearer is not asked. */
      readonly proof?: true
    }

/** A body read as text by what the operation is, whatever label the client put on it. */
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
  /** It never looks at the session's cookie, so that scripts and other sites may call it. Only for PUBLIC ones. */
  readonly ignoresCookies?: true
  /** Runs in a write transaction and must leave an audit row. */
  readonly writes?: true
  /** Changes or ends the credential that it is called with, or its person, whoever calls it. */
  readonly changesOwnCredential?: true
  /** Statuses of refusals that do not follow from the rest, for the documentation. */
  readonly alsoRefuses?: readonly (401 | 403 | 404 | 409)[]
  readonly query?: TSchema
  readonly body?: TSchema | TextBody
  /** The first 2xx status is the one a handler's plain return value is sent with. */
  readonly answers: Answers
}

/** Only a signed-in browser session may call it. */
export const isForSessions = ({ needs }: Pick<OperationSpec, 'needs'>): boolean =>
  needs !== PUBLIC && needs.credential === SESSION

export const operation = <const O extends OperationSpec>(spec: O): O => spec

/** The names between braces: `'/a/{cid}'` → `{ cid: string }`. */
export type PathParams<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathParams<Rest>
  : unknown

export type QueryOf<O extends OperationSpec> = O['query'] extends TSchema ? Static<O['query']> : Record<never, never>

export type BodyOf<O extends OperationSpec> = O['body'] extends TextBody
  ? string
  : O['body'] extends TSchema
    ? Static<O['body']>
    : undefined

type JsonAnswer<A> = A extends TSchema ? Static<A> : undefined

/** What the operation's 2xx answers carry; `undefined` where an answer is empty or not JSON. */
export type AnswerOf<O extends OperationSpec> = {
  [Status in keyof O['answers']]: `${Status & number}` extends `2${string}` ? JsonAnswer<O['answers'][Status]> : never
}[keyof O['answers']]

/** An answer without a body. */
export const EMPTY: OtherAnswer = { mediaType: null, description: 'Done' }

export const isTextBody = (body: TSchema | TextBody): body is TextBody => 'text' in body
export const isOtherAnswer = (answer: TSchema | OtherAnswer): answer is OtherAnswer => 'mediaType' in answer
