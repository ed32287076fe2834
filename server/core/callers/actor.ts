/** Who asks. Nothing downstream can tell or forget that a token was used, except an operation that needs a session. */
import type { Permission } from '../../../contract/core/permissions.ts'

export type Person = { readonly id: string; readonly email: string; readonly name: string }

export type Held = {
  /** The names of the roles held, for sentences. */
  readonly roles: readonly string[]
  /** Already the owner's roles ∩ whatever narrows the credential. */
  readonly permissions: ReadonlySet<Permission>
}

export type SessionActor = Held & {
  readonly kind: 'session'
  readonly user: Person
  readonly session: { readonly id: string; readonly hash: string; readonly provedAt: number }
}

export type BearerCredential = {
  /** SHA-256 of the secret that was presented, to read the credential again. */
  readonly hash: string
  readonly cid: string
  readonly name: string
  readonly last4: string
  readonly expiresAt: number | null
  /** Refuses every operation that changes something. */
  readonly readOnly: boolean
  /** What it would hold without its limits: for sentences that say what was limited away. */
  readonly unlimited: ReadonlySet<Permission>
  /** The personal token whose limits hold: itself, or for a key the one that made it. */
  readonly limitedBy: string | null
}

export type TokenActor = Held & {
  readonly kind: 'personal-token'
  readonly user: Person
  readonly credential: BearerCredential
}

/** `user` is set where a person's token made the key: it never exceeds that person. */
export type KeyActor = Held & {
  readonly kind: 'api-key'
  readonly user: Person | undefined
  readonly credential: BearerCredential
}

export type Anonymous = Held & { readonly kind: 'anonymous' }

export type Actor = SessionActor | TokenActor | KeyActor | Anonymous

export const ANONYMOUS: Anonymous = { kind: 'anonymous', roles: [], permissions: new Set() }

export const isBearer = (actor: Actor): actor is TokenActor | KeyActor =>
  actor.kind === 'personal-token' || actor.kind === 'api-key'

export const holds = ({ permissions }: Pick<Held, 'permissions'>, permission: Permission) => permissions.has(permission)

/** Under whose id the actor's roles are granted; nobody's for a stranger. */
export const holderOf = (actor: Actor): string | undefined =>
  actor.kind === 'anonymous' ? undefined : actor.kind === 'api-key' ? actor.credential.cid : actor.user.id

/** The guard let only sessions through; this tells the compiler. */
export const sessionOf = (actor: Actor): SessionActor => {
  if (actor.kind !== 'session') throw new Error('an operation that needs a session was called without one')
  return actor
}
