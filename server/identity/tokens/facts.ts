/** What an audit row says of a token: never a secret. */

import { presentLimits } from '../credentials/limits.ts'
import { presentExpiry } from './present.ts'
import type { TokenRow } from './tokens.ts'

export const objectType = 'PERSONAL_TOKEN'

export const factsOf = (row: TokenRow) => ({
  name: row.name,
  description: row.description,
  ...presentExpiry(row),
  ...presentLimits(row),
  rotatesItself: row.rotates_itself === 1,
})
