import { ENTITY_SORTS } from '../../../contract/catalog/catalog.ts'
import {
  flagParam,
  listParam,
  pageParam,
  type RawSearch,
  sortParams,
  textParam,
} from '../../core/layout/search-params.ts'

export const catalogSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  types: listParam(raw.types),
  groups: listParam(raw.groups),
  owners: listParam(raw.owners),
  violatesSchema: flagParam(raw.violatesSchema),
  includeArchived: flagParam(raw.includeArchived),
  ...sortParams(raw, ENTITY_SORTS),
  page: pageParam(raw.page),
})
