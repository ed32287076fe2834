/** In which order a list starts that is sorted by something. The browser shows it, the server sorts by it. */
export type Order = 'asc' | 'desc'

/** What people look for in these is what happened last; names, addresses and ends start with the first. */
const LATEST_FIRST: readonly string[] = ['time', 'created', 'lastUsed', 'lastUpdated', 'lastSignIn']

export const firstOrder = (sort: string): Order => (LATEST_FIRST.includes(sort) ? 'desc' : 'asc')
