/** What the browser keeps while a person is at the identity provider: in a cookie of its own, for a few minutes. */
import * as T from 'typebox'
import { Check } from 'typebox/value'
import { safeReturnPath } from './return-path.ts'

export const FLOW_MS = 10 * 60_000
/** Browsers refuse cookies beyond 4096 bytes. */
const MOST_BYTES = 3_800

const Flow = T.Object({
  state: T.String(),
  nonce: T.String(),
  verifier: T.String(),
  returnTo: T.String(),
  /** The secret of the invitation that is being accepted. */
  invitation: T.Optional(T.String()),
  /** The session in which the provider's account is being linked to its person. */
  link: T.Optional(T.String()),
  /** The session whose person proves who they are. */
  prove: T.Optional(T.String()),
  startedAt: T.Number(),
})
export type Flow = T.Static<typeof Flow>

const encode = (flow: Flow) => Buffer.from(JSON.stringify(flow)).toString('base64url')

export const writeFlow = (flow: Flow): string => {
  const text = encode({ ...flow, returnTo: safeReturnPath(flow.returnTo) })
  return text.length <= MOST_BYTES ? text : encode({ ...flow, returnTo: '/' })
}

/** The flow of this browser with that state; undefined when it is missing, spoilt, too old or another. */
export const readFlow = (cookie: string | undefined, state: string | undefined, now: number): Flow | undefined => {
  if (!cookie || !state) return undefined
  try {
    const flow: unknown = JSON.parse(Buffer.from(cookie, 'base64url').toString())
    return Check(Flow, flow) && flow.state === state && now - flow.startedAt < FLOW_MS ? flow : undefined
  } catch {
    return undefined
  }
}
