/** The names that people read in a Scorecard: its own, those of its levels, and the titles of its rules. */
import type { Fault } from '../descriptors/violations.ts'
import { readOr } from '../http/rows.ts'
import { nameFault } from '../names/displayed.ts'
import type { Scorecard, ScorecardDocument } from './document.ts'
import { documentOf, type ScorecardRow } from './scorecards.ts'

type Named = { readonly name: string; readonly field: string; readonly pointer: string }

const NOTHING: Partial<ScorecardDocument> = {}

const namesOf = (name: string, { levels = [], rules = [] }: Partial<ScorecardDocument>): Named[] => [
  { name, field: 'name', pointer: '/name' },
  ...levels.map(level => ({ name: level.name, field: 'The name of a level', pointer: '/ladder/levels' })),
  ...rules.flatMap(({ title }, at) => (title ? [{ name: title, field: 'title', pointer: `/rules/${at}/title` }] : [])),
]

/** Titles may have several lines. */
const faultOf = (name: string) => nameFault(name.replace(/[\r\n\t]/g, ' '))

export const faultsOfNames = ({ name, document }: Scorecard): (Fault & { name: string })[] =>
  namesOf(name, document).flatMap(({ name: text, field, pointer }) => {
    const fault = faultOf(text)
    return fault === undefined ? [] : [{ name: text, title: 'Not allowed', description: `${field} ${fault}`, pointer }]
  })

export const namesIn = (row: ScorecardRow): string[] =>
  namesOf(
    row.name,
    readOr(row.id, () => documentOf(row), NOTHING),
  ).map(({ name }) => name)
