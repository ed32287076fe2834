import { flagParam, listParam, pageParam, type RawSearch, textParam } from '../../core/layout/search-params.ts'

export const catalogSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  types: listParam(raw.types),
  groups: listParam(raw.groups),
  owners: listParam(raw.owners),
  includeArchived: flagParam(raw.includeArchived),
  page: pageParam(raw.page),
})
