import * as T from 'typebox'

/**
 * The sorting that a list in pages takes. Entries that are equal in it are sorted by their identifier, so that pages neither repeat
 * nor miss one. @param sorts what it can be sorted by, the default first
 */
export const sorting = <First extends string, Rest extends string[]>(sorts: readonly [First, ...Rest], note = '') => ({
  sort: T.Optional(T.Enum(sorts, { default: sorts[0], description: `What the list is sorted by${note}` })),
  order: T.Optional(
    T.Enum(['asc', 'desc'], { description: 'Without it, times are sorted latest first, everything else ascending' }),
  ),
})
