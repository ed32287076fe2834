/** The limits of a schema, and where it is. */

export const MOST_BYTES = 64 * 1024
export const DEEPEST = 32
export const MOST_PROPERTIES = 2000

/** The schema in the body that carries it. */
export const IN_BODY = '/schema'
