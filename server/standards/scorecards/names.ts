/** The names that people read in a Scorecard: its own, those of its levels, and the titles of its rules. */
import type { Fault } from '../../catalog/descriptors/violations.ts'
import { readOr } from '../../core/db/rows.ts'
import { nameFault } from '../../core/names/displayed.ts'
import type { ScorecardDocument } from './document.ts'
import { documentOf, type ScorecardRow } from './scorecards.ts'

type Names = { readonly name: string; readonly document: Partial<ScorecardDocument> }
type Named = { readonly name: string; readonly field: string; readonly pointer: string }

export const NOTHING: Partial<ScorecardDocument> = {}

const namesOf = ({ name, document: { levels = [], rules = [] } }: Names): Named[] => [
  { name, field: 'name', pointer: '/name' },
  ...levels.map(level => ({ name: level.name, field: 'The name of a level', pointer: '/ladder/levels' })),
  ...rules.flatMap(({ title }, at) => (title ? [{ name: title, field: 'title', pointer: `/rules/${at}/title` }] : [])),
]

/** Titles may have several lines. */
const faultOf = (name: string) => nameFault(name.replace(/[\r\n\t]/g, ' '))

type NameFault = Fault & { readonly name: string; readonly what: string }

export const faultsOfNames = (names: Names): NameFault[] =>
  namesOf(names).flatMap(({ name, field, pointer }) => {
    const what = faultOf(name)
    return what === undefined ? [] : [{ name, what, title: 'Not allowed', description: `${field} ${what}`, pointer }]
  })

export const namesIn = (row: ScorecardRow): string[] =>
  namesOf({ name: row.name, document: readOr(row.id, () => documentOf(row), NOTHING) }).map(({ name }) => name)
