import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Limits } from '../../../contract/identity/limits.ts'
import { NARROWING_DAYS, type NarrowingUse, tokenNarrowing } from '../../../contract/identity/narrowing.ts'
import { isRange } from '../../core/callers/ranges.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { iso } from '../../core/problems/instant.ts'
import { badRequest } from '../../core/problems/problems.ts'
import type { Services } from '../../core/services/services.ts'
import { rolesOf } from '../access/roles.ts'
import { presentLimits } from '../credentials/limits.ts'
import { findToken } from '../tokens/tokens.ts'
import {
  type Called,
  gapsIn,
  NARROWING_MS,
  needOf,
  permissionsIn,
  proposed,
  readCalled,
  refusedBy,
  type Use,
  wereFolded,
} from './narrow.ts'

/** What was called where there is no operation (404, 405) needs nothing, and is no gap. */
const NO_ADDRESS = '(no such address)'

const rangesOf = (ranges: readonly string[]) => {
  const wrong = ranges.find(range => !isRange(range))
  if (wrong !== undefined)
    throw badRequest(`addressRanges: ${wrong} isn't an address or range (for example 10.0.0.0/8).`, 'addressRanges')
  return [...ranges]
}

/** What the caller wants to try, and for the rest what is proposed. */
const triedOf = (
  proposal: Limits,
  { readOnly, permissions, addressRanges }: QueryOf<typeof tokenNarrowing>,
): Limits => ({
  readOnly: readOnly ?? proposal.readOnly,
  permissions: permissions ? permissionsIn(permissions) : proposal.permissions,
  addressRanges: addressRanges ? rangesOf(addressRanges) : proposal.addressRanges,
})

/** The calls of one operation, from all addresses. */
const presentUses = (uses: readonly Use[], tried: Limits, operationAt: Services['operationAt']): NarrowingUse[] =>
  [...Map.groupBy(uses, ({ method, route }) => `${method} ${route}`).values()].flatMap(alike => {
    const [one] = alike
    if (!one) return []
    const refused = alike.flatMap(use => {
      const reason = refusedBy(tried, use)
      return reason === undefined ? [] : [{ count: use.count, reason }]
    })
    const operation = operationAt(one.method, one.route, one.operation)
    return {
      operation: operation?.id ?? null,
      summary: operation?.summary ?? 'An address with nothing at it',
      method: one.method,
      route: one.route,
      count: sum(alike),
      lastAt: iso(Math.max(...alike.map(({ last_at }) => last_at))),
      permission: one.need.permission ?? null,
      changes: one.need.changes,
      wouldBeRefused: sum(refused),
      reason: refused[0]?.reason ?? null,
    }
  })

const sum = (all: readonly { readonly count: number }[]) => all.reduce((total, { count }) => total + count, 0)

const warningsOf = (called: readonly Called[], { createdAt, now }: { createdAt: number; now: number }) => [
  `Jobs that run monthly or yearly may not show in ${NARROWING_DAYS} days.`,
  ...(createdAt > now - NARROWING_MS ? ['The token is younger than that: what it will do later does not show.'] : []),
  ...(called.length === 0 ? ['The token was not used in this time, so nothing is proposed.'] : []),
]

const narrowing = on(tokenNarrowing, {
  prepare: (_, { services }) => services.storeActivity(),
  handle: async ({ params, query }, { actor, db, now, services: { operationAt } }) => {
    const row = await findToken(db, actor, params.cid)
    const called = await readCalled(db, row.cid, now)
    const isKnown = ({ method, route, operation }: Called) =>
      route === NO_ADDRESS || operationAt(method, route, operation) !== undefined
    const incomplete = gapsIn(called, { isFolded: await wereFolded(db, now), isKnown })
    const uses = called.map(one => ({ ...one, need: needOf(operationAt(one.method, one.route, one.operation)) }))
    const current = presentLimits(row)
    const held = (await rolesOf(db, row.owner_id ?? '')).flatMap(({ permissions }) => permissions)
    const proposal = incomplete.length > 0 ? current : proposed(uses, current, [...new Set(held)])
    const tried = triedOf(proposal, query)
    const shown = presentUses(uses, tried, operationAt)
    const first = Math.min(...called.map(({ first_at }) => first_at))
    return {
      since: called.length > 0 ? iso(first) : null,
      incomplete,
      warnings: warningsOf(called, { createdAt: row.created_at, now }),
      current,
      proposed: proposal,
      tried,
      uses: shown,
      wouldBeRefused: shown.reduce((total, { wouldBeRefused }) => total + wouldBeRefused, 0),
    }
  },
})

export const narrowRoutes: readonly Route[] = [narrowing]
