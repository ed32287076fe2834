/** The person's own tokens, for the palette. */
import { listTokens } from '../../../contract/identity/token-lists.ts'
import { call } from '../../core/api/client.ts'
import { closest } from '../../core/layout/closeness.ts'
import { paths } from '../../core/layout/paths.ts'

const ASKED = 250

export const findTokens = async (typed: string, signal: AbortSignal) => {
  const { tokens } = await call(listTokens, { query: { state: 'all', pageSize: ASKED }, signal })
  const found = closest(typed, tokens, ({ name, last4 }) => `${name} ${last4}`)
  return found.map(({ name, last4, cid }) => ({ label: name, hint: `ends in ${last4}`, to: paths.token(cid) }))
}
