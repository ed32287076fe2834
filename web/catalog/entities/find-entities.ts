/** Entities and teams, for the palette. */
import { listEntities } from '../../../contract/catalog/catalog.ts'
import { call } from '../../core/api/client.ts'
import { findAnyway } from '../../core/layout/find-anyway.ts'
import { paths } from '../../core/layout/paths.ts'

/** More than are shown: some are only close to what was typed. */
const ASKED = 50

const finderOf = (types: string[]) => async (typed: string, signal: AbortSignal) => {
  const ask = async (query: string) => {
    const wanted = { query, types, pageSize: ASKED, hierarchyDepth: '0' }
    return (await call(listEntities, { query: wanted, signal })).entities
  }
  const found = await findAnyway(typed, ask, ({ name, tag }) => `${name} ${tag}`)
  return found.map(({ name, tag, type }) => ({ label: name, hint: `${type} ${tag}`, to: paths.entity(tag) }))
}

export const findEntities = finderOf([])
export const findTeams = finderOf(['team'])
