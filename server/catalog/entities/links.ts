/** Which addresses a descriptor may make people's browsers open. */

const SCHEME = /^([a-z][a-z0-9+.-]*):/i
const ALLOWED = new Set(['http', 'https', 'mailto'])

/** Whether an address is http, https, mailto or relative. Browsers skip leading spaces, so they hide nothing here. */
export const isSafeLink = (url: string): boolean => {
  const scheme = SCHEME.exec(url.trim())?.[1]
  return scheme === undefined || ALLOWED.has(scheme.toLowerCase())
}
