import { type Actor, holderOf } from '../callers/actor.ts'
import { networkOf } from '../callers/addresses.ts'
import type { Caller } from './threads.ts'

type Asking = { readonly actor: Actor; readonly address: string; readonly hangUp: () => AbortSignal }

/** Who waits for a thread: a person with all their credentials, a key, or a stranger's network. */
export const callerOf = ({ actor, address, hangUp }: Asking, stillAllowed: () => Promise<void>): Caller => ({
  who: ('user' in actor ? actor.user?.id : undefined) ?? holderOf(actor) ?? networkOf(address),
  signal: hangUp(),
  stillAllowed,
})
