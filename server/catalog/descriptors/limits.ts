/** The limits of a document, for every reader. */

export const MOST_BYTES = 2 * 1024 * 1024
/** Levels that values may be nested. */
export const DEEPEST = 100
