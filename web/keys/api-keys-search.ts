import { pageParam, type RawSearch } from '../search-params.ts'

export const apiKeysSearch = (raw: RawSearch) => ({ page: pageParam(raw.page) })
