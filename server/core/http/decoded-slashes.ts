/**
 * Tags of entities may contain slashes, which clients send as %2F. Some proxies decode that, so a tag arrives as several segments of the
 * path: they are put together again where no operation has such a path. What follows a tag in addresses ends no tag.
 */

/** The parameter that may contain slashes. */
const WITH_SLASHES = '{tagOrId}'
const MOST_SLASHES = 8

type Pattern = { readonly before: readonly string[]; readonly after: readonly string[] }

const patternOf = (path: string): Pattern[] => {
  const segments = path.split('/')
  const at = segments.indexOf(WITH_SLASHES)
  return at < 0 ? [] : [{ before: segments.slice(0, at), after: segments.slice(at + 1) }]
}

const fits = (segment: string, pattern: string | undefined) => pattern?.startsWith('{') || segment === pattern

const areLike = (segments: readonly string[], pattern: readonly string[]) =>
  segments.length === pattern.length && segments.every((segment, at) => fits(segment, pattern[at]))

/** How many segments the tag has in this path; undefined where the pattern does not fit. */
const lengthOfTag = (segments: readonly string[], { before, after }: Pattern): number | undefined => {
  const length = segments.length - before.length - after.length
  if (length < 2 || length > MOST_SLASHES + 1) return undefined
  const isFit =
    areLike(segments.slice(0, before.length), before) && areLike(segments.slice(before.length + length), after)
  return isFit ? length : undefined
}

/** @param paths those of all operations; the one with the most segments after the tag is meant */
export const slashesOf = (paths: readonly string[]): ((url: string) => string) => {
  const all = paths.map(path => path.split('/'))
  const patterns = paths.flatMap(patternOf).toSorted((a, b) => b.after.length - a.after.length)
  const shortest = Math.min(...patterns.map(({ before }) => before.length + 2))
  return url => {
    const [path = '', ...rest] = url.split(/(?=\?)/)
    const segments = path.replace(/\/+$/, '').split('/')
    if (segments.length < shortest || all.some(pattern => areLike(segments, pattern))) return url
    for (const pattern of patterns) {
      const length = lengthOfTag(segments, pattern)
      if (length === undefined) continue
      const [from, to] = [pattern.before.length, pattern.before.length + length]
      const tag = segments.slice(from, to).join('%2F')
      return [...segments.slice(0, from), tag, ...segments.slice(to)].join('/') + rest.join('')
    }
    return url
  }
}
