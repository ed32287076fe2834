/** Scorecards, for the palette. */
import { listScorecards } from '../../../contract/standards/scorecards.ts'
import { call } from '../../core/api/client.ts'
import { findAnyway } from '../../core/layout/find-anyway.ts'
import { paths } from '../../core/layout/paths.ts'

const ASKED = 50

export const findScorecards = async (typed: string, signal: AbortSignal) => {
  const ask = async (query: string) =>
    (await call(listScorecards, { query: { query, pageSize: ASKED }, signal })).scorecards
  const found = await findAnyway(typed, ask, ({ name, tag }) => `${name} ${tag}`)
  return found.map(({ name, tag }) => ({ label: name, hint: tag, to: paths.scorecard(tag) }))
}
