/** Where a person goes after signing in: a path of this origin, never another person's address. */
import { paths } from '../../core/layout/paths.ts'

const LONGEST = 2000

/** One leading slash only: browsers read `//host` and `/\host` as another host, and drop tabs and line breaks first. */
export const isOwnPath = (path: string) =>
  path.length <= LONGEST && /^\/(?![/\\])/.test(path) && !/[\p{Cc}]/u.test(path)

/** The path to return to, or the home page where it is missing or not ours. */
export const safeReturnTo = (path: string | undefined): string =>
  path !== undefined && isOwnPath(path) && !path.startsWith(paths.signIn) ? path : paths.home

/** The address of the sign-in page that leads back to `here` (path and search). */
export const signInAgain = (here: string): string => {
  const returnTo = safeReturnTo(here)
  return returnTo === paths.home ? paths.signIn : `${paths.signIn}?returnTo=${encodeURIComponent(returnTo)}`
}
