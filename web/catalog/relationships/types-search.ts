import { RELATIONSHIP_TYPE_SORTS } from '../../../contract/catalog/relationship-types.ts'
import { pageParam, type RawSearch, sortParams } from '../../core/layout/search-params.ts'

export const typesSearch = (raw: RawSearch) => ({
  ...sortParams(raw, RELATIONSHIP_TYPE_SORTS),
  page: pageParam(raw.page),
})
