const SCHEMES = new Set(['http:', 'https:', 'mailto:'])

/** The address where a browser may open it: http, https or mailto, and complete. Nothing otherwise. */
export const safeUrl = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  return SCHEMES.has(protocol) ? href : undefined
}
