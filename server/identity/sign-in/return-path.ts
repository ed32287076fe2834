/** Where a person goes after signing in. */
const LONGEST = 2000
const ANY_ORIGIN = 'https://portico.invalid'
const HOME = '/'

/** Browsers drop some control characters and read a backslash as a slash, so that `/\t/host` and `/\host` lead elsewhere. */
const looksOwn = (path: string) => path.length <= LONGEST && /^\/(?![/\\])/.test(path) && !/\p{Cc}/u.test(path)

/** The path as a browser will read it, or `/` where it is missing or would leave this origin. */
export const safeReturnPath = (path: string | undefined): string => {
  if (path === undefined || !looksOwn(path) || !URL.canParse(path, ANY_ORIGIN)) return HOME
  const { origin, pathname, search, hash } = new URL(path, ANY_ORIGIN)
  const read = pathname + search + hash
  return origin === ANY_ORIGIN && looksOwn(read) ? read : HOME
}
