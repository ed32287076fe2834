/** The rows of relationship types, and what they say. */
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type {
  EntityTypeFilter,
  Inheritance,
  NewRelationshipType,
  RELATIONSHIP_TYPE_SORTS,
  RelationshipType,
  RelationshipTypeEdit,
} from '../../../contract/catalog/relationship-types.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import type { Page } from '../../core/db/page.ts'
import { orderBy, type Sorting } from '../../core/db/sorted.ts'
import type { Flag } from '../../core/db/tables.ts'
import { changedName } from '../../core/names/displayed.ts'
import { notFound } from '../../core/problems/problems.ts'
import { ability } from '../../identity/access/abilities.ts'
import type { Passes } from '../entities/effective-owners.ts'
import type { RelationshipTypes } from './tables.ts'

export type TypeRow = Selectable<RelationshipTypes>

export const LABELS = [
  'sourceLabelSingular',
  'sourceLabelPlural',
  'destinationLabelSingular',
  'destinationLabelPlural',
] as const
type Labels = { [Label in (typeof LABELS)[number]]?: string }

/** The `settings` column. */
export type Settings = {
  readonly sourcesFilter: EntityTypeFilter
  readonly destinationsFilter: EntityTypeFilter
  readonly inheritances: readonly Inheritance[]
  readonly labels: Labels
}

/** Tags of types, as those of entities, are the same whatever their letter case. */
export const keyOf = (tag: string) => tag.toLowerCase()

export const settingsOf = ({ settings }: Pick<TypeRow, 'settings'>): Settings => JSON.parse(settings)

const flag = (value: boolean | undefined, otherwise: Flag = 0): Flag =>
  value === undefined ? otherwise : value ? 1 : 0

const ANY: EntityTypeFilter = { include: false, types: [] }

const filterOf = ({ include, types }: EntityTypeFilter): EntityTypeFilter => ({ include, types: [...new Set(types)] })

/** `null` clears a label, and one that is left out stays. */
const labelsOf = (wanted: RelationshipTypeEdit, before: Labels = {}): Labels => {
  const labels: Labels = {}
  for (const label of LABELS) {
    const text = wanted[label] === undefined ? before[label] : wanted[label]?.trim()
    if (text) labels[label] = text
  }
  return labels
}

/** How owners pass. `parameterTag` has one value, so the last one counts. */
const passesOf = (inheritances: readonly Inheritance[]): Passes | null => {
  const how = inheritances.at(-1)?.inheritanceType ?? 'NONE'
  return how === 'NONE' ? null : how
}

/** What a body says, as it is stored. What is left out is as before; of a new type, false or empty. */
const wordsOf = (wanted: RelationshipTypeEdit, before?: TypeRow) => {
  const settings = before && settingsOf(before)
  const inheritances = wanted.inheritances ?? settings?.inheritances ?? []
  return {
    description: wanted.description === undefined ? (before?.description ?? null) : wanted.description,
    single_source: flag(wanted.isSingleSource, before?.single_source),
    single_destination: flag(wanted.isSingleDestination, before?.single_destination),
    allow_cycles: flag(wanted.allowCycles, before?.allow_cycles),
    settings: JSON.stringify({
      sourcesFilter: filterOf(wanted.sourcesFilter ?? settings?.sourcesFilter ?? ANY),
      destinationsFilter: filterOf(wanted.destinationsFilter ?? settings?.destinationsFilter ?? ANY),
      inheritances,
      labels: labelsOf(wanted, settings?.labels),
    } satisfies Settings),
    passes_owners: passesOf(inheritances),
  }
}

export const newTypeOf = (wanted: NewRelationshipType, now: number): TypeRow => ({
  key: keyOf(wanted.tag),
  tag: wanted.tag,
  name: wanted.name.trim(),
  definition_location: wanted.definitionLocation,
  ...wordsOf(wanted),
  created_at: now,
  updated_at: now,
  version: 1,
})

/** The row with what is edited, under its version of before. */
export const editedType = (before: TypeRow, edit: RelationshipTypeEdit): TypeRow => ({
  ...before,
  name: changedName(edit.name, before.name),
  definition_location: edit.definitionLocation ?? before.definition_location,
  ...wordsOf(edit, before),
})

const namesOf = ({ labels }: Settings) => ({
  ...(labels.sourceLabelSingular && { sourceNameSingular: labels.sourceLabelSingular }),
  ...(labels.sourceLabelPlural && { sourceNamePlural: labels.sourceLabelPlural }),
  ...(labels.destinationLabelSingular && { destinationNameSingular: labels.destinationLabelSingular }),
  ...(labels.destinationLabelPlural && { destinationNamePlural: labels.destinationLabelPlural }),
})

type Besides = { readonly asker?: Actor | undefined; readonly relationships?: number | undefined }

export const presentType = (row: TypeRow, { asker, relationships }: Besides = {}): RelationshipType => {
  const settings = settingsOf(row)
  const may = asker && ability(asker, 'EDIT_ENTITY_TYPES')
  return {
    tag: row.tag,
    name: row.name,
    ...(row.description === null ? {} : { description: row.description }),
    definitionLocation: row.definition_location,
    isSingleSource: row.single_source === 1,
    isSingleDestination: row.single_destination === 1,
    allowCycles: row.allow_cycles === 1,
    sourcesFilter: settings.sourcesFilter,
    destinationsFilter: settings.destinationsFilter,
    inheritances: [...settings.inheritances],
    isCortexManaged: false,
    ...settings.labels,
    ...namesOf(settings),
    version: row.version,
    ...(relationships === undefined ? {} : { relationships }),
    ...(may ? { abilities: { edit: may, remove: may } } : {}),
  }
}

export const typeOrNone = (db: Db, tag: string): Promise<TypeRow | undefined> =>
  db.selectFrom('relationship_types').selectAll().where('key', '=', keyOf(tag)).executeTakeFirst()

/** @throws Problem 404 */
export const findType = async (db: Db, tag: string): Promise<TypeRow> => {
  const row = await typeOrNone(db, tag)
  if (!row) throw notFound(`No relationship type has the tag ${tag}.`)
  return row
}

/** False where there is one with this tag already. */
export const insertType = async (db: Db, row: TypeRow): Promise<boolean> => {
  const inserted = await db
    .insertInto('relationship_types')
    .values(row)
    .onConflict(on => on.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()
  return inserted !== undefined
}

export const replaceType = async (db: Db, { key, ...row }: TypeRow) => {
  await db.updateTable('relationship_types').set(row).where('key', '=', key).execute()
}

export const deleteType = async (db: Db, { key }: TypeRow) => {
  await db.deleteFrom('relationship_types').where('key', '=', key).execute()
}

const SORTS = { by: { tag: sql`key`, name: sql`lower(name)` }, id: sql`key`, first: 'tag' } as const

export const typesOnPage = async (
  db: Db,
  asked: Sorting<(typeof RELATIONSHIP_TYPE_SORTS)[number]>,
  { page, pageSize }: Page,
) => {
  const { rows } = await sql<TypeRow>`select * from relationship_types order by ${orderBy(SORTS, asked)}
    limit ${pageSize} offset ${page * pageSize}`.execute(db)
  const { total } = await db
    .selectFrom('relationship_types')
    .select(eb => eb.fn.countAll().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}
