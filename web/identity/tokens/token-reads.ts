import { tokenActivity, tokenHours, tokenPlaces } from '../../../contract/identity/activity.ts'
import { countAllTokens, countTokens, getToken, listAllTokens, listTokens } from '../../../contract/identity/tokens.ts'

/** What is old on the screen once a token changed. */
export const TOKEN_READS = [
  listTokens,
  listAllTokens,
  countTokens,
  countAllTokens,
  getToken,
  tokenActivity,
  tokenHours,
  tokenPlaces,
]
