/** What happens to tokens and keys, as others may know of it. */
export type TokenEvent = {
  /** `token-revoked` is by its owner, who need not be notified. */
  readonly kind:
    | 'token-created'
    | 'token-rotated'
    | 'token-used-from-new-place'
    | 'token-revoked'
    | 'token-revoked-by-other'
  /** The same happened to all of them. */
  readonly cids: readonly string[]
  /** No person did it, such as a token that rotates itself. */
  readonly isUnattended?: boolean
}

export type KeyEvent = {
  readonly kind: 'key.created' | 'key.deleted'
  readonly cid: string
  /** The personal token that made the key, where one did, and whose that is. */
  readonly madeWith?: { readonly userId: string; readonly token: string; readonly key: string }
}

declare module '../../core/changes/events.ts' {
  interface Events {
    token: TokenEvent
    key: KeyEvent
  }
}
