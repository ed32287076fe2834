import { tokenActivity, tokenHours, tokenPlaces } from '../../../contract/identity/activity.ts'
import { tokenPermissions } from '../../../contract/identity/narrowing.ts'
import { countAllTokens, countTokens, listAllTokens, listTokens } from '../../../contract/identity/token-lists.ts'
import { getToken } from '../../../contract/identity/tokens.ts'

/** What is old on the screen once a token changed. */
export const TOKEN_READS = [
  listTokens,
  listAllTokens,
  countTokens,
  countAllTokens,
  getToken,
  tokenPermissions,
  tokenActivity,
  tokenHours,
  tokenPlaces,
]
