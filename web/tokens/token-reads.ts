import { tokenActivity, tokenHours, tokenPlaces } from '../../contract/activity.ts'
import { getToken, listAllTokens, listTokens } from '../../contract/tokens.ts'

/** What is old on the screen once a token changed. */
export const TOKEN_READS = [listTokens, listAllTokens, getToken, tokenActivity, tokenHours, tokenPlaces]
