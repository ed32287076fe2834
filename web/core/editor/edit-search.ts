/** The mode of editing a descriptor in the address: `?edit=form`. */
import { choiceParam, type RawSearch } from '../layout/search-params.ts'

export const MODES = ['form', 'yaml'] as const
export type Mode = (typeof MODES)[number]

export const editSearch = (raw: RawSearch) => ({ edit: choiceParam(raw.edit, MODES) })
