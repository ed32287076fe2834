/** Who is signed in. The guard of the routes has asked before any page is shown. */
import { useSuspenseQuery } from '@tanstack/react-query'
import type { OperationSpec } from '../../../contract/core/operation.ts'
import type { Ability } from '../../../contract/core/schemas.ts'
import { getMe, type Me } from '../../../contract/identity/sessions.ts'
import { ask } from '../../core/api/queries.ts'

export const meQuery = ask(getMe, {})

export const useMe = (): Me => useSuspenseQuery(meQuery).data

/** Whether I may call an operation, as far as the permission it needs says; rows carry their own `abilities`. */
export const abilityFor = (me: Me, { needs }: Pick<OperationSpec, 'needs'>): Ability => {
  if (needs === 'public' || needs.permission === undefined) return { allowed: true }
  const abilities = new Map<string, Ability>(Object.entries(me.abilities))
  return abilities.get(needs.permission) ?? { allowed: false }
}
