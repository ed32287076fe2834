import { KEY_SORTS } from '../../../contract/identity/keys.ts'
import { pageParam, type RawSearch, sortParams } from '../../core/layout/search-params.ts'

export const apiKeysSearch = (raw: RawSearch) => ({ ...sortParams(raw, KEY_SORTS), page: pageParam(raw.page) })
