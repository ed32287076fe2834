import {
  choiceParam,
  flagParam,
  listParam,
  pageParam,
  type RawSearch,
  textParam,
} from '../../core/layout/search-params.ts'

export const catalogSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  types: listParam(raw.types),
  groups: listParam(raw.groups),
  owners: listParam(raw.owners),
  violatesSchema: flagParam(raw.violatesSchema),
  includeArchived: flagParam(raw.includeArchived),
  sort: choiceParam(raw.sort, ['tag', 'lastUpdated']),
  order: choiceParam(raw.order, ['asc', 'desc']),
  page: pageParam(raw.page),
})
