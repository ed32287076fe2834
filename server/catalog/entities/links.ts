/** Which addresses a descriptor may make people's browsers open. */

const SCHEME = /^([a-z][a-z0-9+.-]*):/i
const ALLOWED = new Set(['http', 'https', 'mailto'])
/** `host:3000/path` and `git@host:path` are no addresses, and relative ones have no colon before their path. */
const RELATIVE = /^[^:]*(?:[/?#]|$)/

/** Whether an address is http, https, mailto or relative. Browsers skip leading spaces, so they hide nothing here. */
export const isSafeLink = (url: string): boolean => {
  const written = url.trim()
  const scheme = SCHEME.exec(written)?.[1]
  return ALLOWED.has(scheme?.toLowerCase() ?? '') || RELATIVE.test(written)
}
