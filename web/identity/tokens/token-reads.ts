import { tokenActivity, tokenHours, tokenPlaces } from '../../../contract/identity/activity.ts'
import { getToken, listAllTokens, listTokens } from '../../../contract/identity/tokens.ts'

/** What is old on the screen once a token changed. */
export const TOKEN_READS = [listTokens, listAllTokens, getToken, tokenActivity, tokenHours, tokenPlaces]
