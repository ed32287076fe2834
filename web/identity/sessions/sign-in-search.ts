import { type RawSearch, textParam } from '../../core/layout/search-params.ts'

/** `?returnTo=` where to go afterwards, `?problem=` why signing in with the provider did not work. */
export const signInSearch = (raw: RawSearch) => ({ returnTo: textParam(raw.returnTo), problem: textParam(raw.problem) })
