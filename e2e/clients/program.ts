/** What each generated client does: it creates an entity and a Scorecard, and reads back what was stored. */
export type Given = {
  readonly url: string
  readonly token: string
  /** Of the entity and of the Scorecard. */
  readonly tag: string
  /** The text of each descriptor, YAML. */
  readonly entity: string
  readonly scorecard: string
}

export type Read = {
  readonly entity: { readonly tag: string; readonly name: string; readonly groups: readonly string[] }
  readonly descriptor: unknown
  readonly scorecard: { readonly tag: string; readonly name: string; readonly expressions: readonly string[] }
  readonly scorecardDescriptor: string
  /** Tags of a page that is filtered with lists, a boolean and a number. */
  readonly listed: readonly string[]
  /** Titles of what is wrong with a descriptor, and the details of an entity that does not exist. */
  readonly refused: { readonly violations: readonly string[]; readonly details: string | undefined }
}

export type Program = (given: Given) => Promise<Read>

/** Two of its fields are missing. */
export const BROKEN = 'openapi: 3.0.1\ninfo: {}\n'

/** The data of an answer of openapi-fetch or @hey-api/openapi-ts, which do not throw. */
export const dataOf = <Data>({ data, error }: { data?: Data; error?: unknown }): Data => {
  if (data === undefined) throw new Error(`refused: ${JSON.stringify(error)}`)
  return data
}
