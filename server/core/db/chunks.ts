/** Rows of one statement: more at once are no quicker, and engines limit the values that a statement may have. */
const CHUNK = 200

/** Has many rows written some at a time, in order; without any, nothing is asked of the database. */
export const inChunks = async <Row>(rows: readonly Row[], write: (chunk: Row[]) => Promise<unknown>): Promise<void> => {
  for (let start = 0; start < rows.length; start += CHUNK) await write(rows.slice(start, start + CHUNK))
}
