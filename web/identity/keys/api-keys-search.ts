import { pageParam, type RawSearch } from '../../core/layout/search-params.ts'

export const apiKeysSearch = (raw: RawSearch) => ({ page: pageParam(raw.page) })
