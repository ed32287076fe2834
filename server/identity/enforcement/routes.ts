import type { TokenPolicy } from '../../../contract/identity/policy.ts'
import * as contract from '../../../contract/identity/policy.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { policyFor, presentPolicy, readPolicy, savePolicy, withEdit } from '../policy/policy.ts'
import { expectCount } from '../tokens/end-many.ts'
import { applyPolicy, touchedTokens } from './apply.ts'
import { previewOf } from './survey.ts'

const objectType = 'TOKEN_POLICY'
const objectIdentifier = 'personal-tokens'

const POLICY: Kind<TokenPolicy> = {
  type: objectType,
  idOf: () => objectIdentifier,
  facts: ({ version: _, ...rules }) => rules,
}

const getTokenPolicy = on(contract.getTokenPolicy, {
  handle: async (_, { db }) => presentPolicy(db, await readPolicy(db)),
})

const saveTokenPolicy = on(contract.saveTokenPolicy, {
  handle: async ({ body }, { db, changed }) => {
    const { before, after } = await savePolicy(db, body)
    const shown = await presentPolicy(db, after)
    await changed(POLICY, await presentPolicy(db, before), shown)
    return shown
  },
})

const previewTokenPolicy = on(contract.previewTokenPolicy, {
  handle: async ({ body }, { db, now, answerAside }) =>
    answerAside(previewOf, await withEdit(db, await readPolicy(db), body), now),
})

// The tokens change in transactions of their own; the last one only leaves the row that says it was done.
const applyTokenPolicy = on(contract.applyTokenPolicy, {
  prepare: async ({ body, version }, context) => {
    const { db, now } = context
    const policy = await readPolicy(db)
    expectVersion(policy, version)
    const cids = await touchedTokens(db, policy, now)
    expectCount(body.expectedCount, cids.length)
    return applyPolicy(context, policy, cids)
  },
  handle: async (_, { audit }, done) => {
    const { ended, changed, keysEnded } = done
    const changes = { ended: { after: ended }, changed: { after: changed }, keysEnded: { after: keysEnded } }
    await audit({ action: 'UPDATE', objectType, objectIdentifier, changes: { applied: { after: true }, ...changes } })
    return done
  },
})

const getMyTokenPolicy = on(contract.getMyTokenPolicy, {
  handle: ({ query }, { db, actor, now }) =>
    policyFor(db, { userId: sessionOf(actor).user.id, timeZone: query.timeZone }, now),
})

export const policyRoutes: readonly Route[] = [
  getTokenPolicy,
  saveTokenPolicy,
  previewTokenPolicy,
  applyTokenPolicy,
  getMyTokenPolicy,
]
