/** Relationship types that pass owners on. What an answer says of owners then follows from relationships too. */
import { countedTable } from '../counted-table.ts'
import type { Step } from '../migrations.ts'

const HOW = {
  sqlite: "json_extract(settings, '$.inheritances[#-1].inheritanceType')",
  postgres: "cast(settings as json) -> 'inheritances' -> -1 ->> 'inheritanceType'",
}
const fill = (how: string) => `update relationship_types set passes_owners = nullif(${how}, 'NONE')`

export const inheritedOwners: readonly Step[] = [
  'alter table relationship_types add column passes_owners text',
  { sqlite: [fill(HOW.sqlite)], postgres: [fill(HOW.postgres)] },
  'create index relationship_types_passing on relationship_types (key) where passes_owners is not null',
  countedTable('relationship_types'),
  countedTable('relationships'),
]
