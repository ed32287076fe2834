/** Tokens as the audit log knows them. */
import type { Kind } from '../../core/changes/writes.ts'

import { presentLimits } from '../credentials/limits.ts'
import { presentExpiry } from './present.ts'
import type { TokenRow } from './tokens.ts'

export const objectType = 'PERSONAL_TOKEN'

/** What an auditor sees of a token that is made or changed. */
export const TOKEN: Kind<TokenRow> = {
  type: objectType,
  idOf: ({ cid }) => cid,
  facts: row => ({
    name: row.name,
    description: row.description,
    ...presentExpiry(row),
    ...presentLimits(row),
    rotatesItself: row.rotates_itself === 1,
  }),
}

/** What an auditor sees of a token that ends: which it was, and whose. */
export const ENDED_TOKEN: Kind<TokenRow> = { ...TOKEN, facts: ({ name, email }) => ({ name, owner: email }) }
