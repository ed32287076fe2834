import { flagParam, type RawSearch } from '../core/layout/search-params.ts'

/** `?remove=true` opens the question whether to remove them. */
export const samplesSearch = (raw: RawSearch) => ({ remove: flagParam(raw.remove) })
