import { holderOf } from '../callers/actor.ts'
import { networkOf } from '../callers/addresses.ts'
import type { Circumstances } from '../http/perform.ts'
import type { Caller } from './threads.ts'

/** Who waits for a thread: a person with all their credentials, a key, or a stranger's network. */
export const callerOf = (
  { actor, address, hangUp }: Pick<Circumstances, 'actor' | 'address' | 'hangUp'>,
  stillAllowed: () => Promise<void>,
): Caller => ({
  who: ('user' in actor ? actor.user?.id : undefined) ?? holderOf(actor) ?? networkOf(address),
  signal: hangUp(),
  stillAllowed,
})
