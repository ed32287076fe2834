/** The program that called, as people recognize it: "curl 7.88.1", "Firefox 140". */
import { withoutSecrets } from '../secrets/secret.ts'

const BROWSERS = [
  /\b(?:Edg|Edge)\/(\d+)/,
  /\bFirefox\/(\d+)/,
  /\b(?:HeadlessChrome|Chrome)\/(\d+)/,
  /\bVersion\/(\d+).*\bSafari\//,
]
const NAMES = ['Edge', 'Firefox', 'Chrome', 'Safari']
const LONGEST = 80
const MOST = 2000
const known = new Map<string, string>()

const describe = (sent: string): string => {
  const userAgent = withoutSecrets(sent)
  if (userAgent.startsWith('Mozilla/')) {
    const at = BROWSERS.findIndex(pattern => pattern.test(userAgent))
    const version = BROWSERS[at]?.exec(userAgent)?.[1]
    if (version) return `${NAMES[at]} ${version}`
  }
  const [product = ''] = userAgent.split(' ')
  return (
    product
      .replace(/[^\x20-\x7e]/g, '?')
      .replace('/', ' ')
      .slice(0, LONGEST) || 'unknown client'
  )
}

export const describeClient = (userAgent: string | undefined): string => {
  const text = (userAgent ?? '').slice(0, 300)
  const described = known.get(text)
  if (described !== undefined) return described
  if (known.size >= MOST) known.clear()
  const made = describe(text)
  known.set(text, made)
  return made
}
