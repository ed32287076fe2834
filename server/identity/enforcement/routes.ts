import * as contract from '../../../contract/identity/policy.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import { changesBetween } from '../../core/changes/audit.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { changedMeanwhile } from '../../core/problems/problems.ts'
import { policyFor, presentPolicy, readPolicy, savePolicy, withEdit } from '../policy/policy.ts'
import { mustStillBe } from '../tokens/end-many.ts'
import { applyPolicy, touchedTokens } from './apply.ts'
import { previewOf } from './survey.ts'

const objectType = 'TOKEN_POLICY'
const objectIdentifier = 'personal-tokens'

export const policyRoutes = (): Route[] => [
  on(contract.getTokenPolicy, { handle: async (_, { db }) => presentPolicy(db, await readPolicy(db)) }),

  on(contract.saveTokenPolicy, {
    handle: async ({ body, version }, { db, audit }) => {
      const { before, after } = await savePolicy(db, body, version)
      const shown = await presentPolicy(db, after)
      const { version: _, ...changes } = changesBetween(await presentPolicy(db, before), shown)
      await audit({ action: 'UPDATE', objectType, objectIdentifier, changes })
      return shown
    },
  }),

  on(contract.previewTokenPolicy, {
    handle: async ({ body }, { db, now, aside }) =>
      aside(previewOf, await withEdit(db, await readPolicy(db), body), now),
  }),

  // The tokens change in transactions of their own; the last one only leaves the row that says it was done.
  on(contract.applyTokenPolicy, {
    prepare: async ({ body, version }, context) => {
      const { db, now } = context
      const policy = await readPolicy(db)
      if (version !== undefined && version !== policy.version) throw changedMeanwhile()
      const cids = await touchedTokens(db, policy, now)
      mustStillBe(body.expectedCount, cids.length)
      return applyPolicy(context, policy, cids)
    },
    handle: async (_, { audit }, done) => {
      const { ended, changed, keysEnded } = done
      const changes = { ended: { after: ended }, changed: { after: changed }, keysEnded: { after: keysEnded } }
      await audit({ action: 'UPDATE', objectType, objectIdentifier, changes: { applied: { after: true }, ...changes } })
      return done
    },
  }),

  on(contract.getMyTokenPolicy, {
    handle: ({ query }, { db, actor, now }) => policyFor(db, sessionOf(actor).user.id, query.timeZone, now),
  }),
]
