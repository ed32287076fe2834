/** Entities as the API answers them: JSON put together from the texts of their parts. */
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { iso } from '../../core/problems/instant.ts'
import { ability } from '../../identity/access/abilities.ts'
import type { Ownership } from './document.ts'
import type { EntityRow } from './entities.ts'
import type { Depth } from './family.ts'
import { OWN_AT, ownTextsOf, type WithOwn } from './own.ts'
import type { DetailOptions, EntityPart, ListOptions, PartOf, Reading, Relatives } from './part.ts'
import { PARTS } from './parts.ts'

export type EntityRowWithOwn = EntityRow & WithOwn

/** `full` or a number of levels, as clients say it. */
export const depthOf = (query: { hierarchyDepth?: string; includeHierarchyFields?: readonly string[] }): Depth => ({
  levels: /^\d+$/.test(query.hierarchyDepth ?? '') ? Number(query.hierarchyDepth) : Number.POSITIVE_INFINITY,
  withGroups: query.includeHierarchyFields?.some(field => field.toLowerCase() === 'groups') ?? false,
})

const abilitiesOf = (actor: Actor): NonNullable<EntityDetails['abilities']> => ({
  edit: ability(actor, 'EDIT_ENTITIES'),
  archive: ability(actor, 'ARCHIVE_ENTITIES'),
  unarchive: ability(actor, 'CONFIGURE_ENTITIES'),
  remove: ability(actor, 'ARCHIVE_ENTITIES'),
})

const OWNERSHIP_AT = OWN_AT[PARTS.findIndex(({ detail }) => detail?.name === 'ownership')] ?? -1

/** What the entity's own descriptor says of its owners. */
export const ownershipOf = (texts: readonly string[]): Ownership => JSON.parse(texts[OWNERSHIP_AT] ?? '')

const head = ({ id, tag, name, type, description }: EntityRow) =>
  JSON.stringify({ id, tag, name, type, description: description ?? undefined }).slice(0, -1)

const tail = ({ archived_at, updated_at, sample }: EntityRow) =>
  `,"isArchived":${archived_at !== null},"lastUpdated":"${iso(updated_at)}"${sample === 1 ? ',"sample":true' : ''}`

type Place = Pick<NonNullable<EntityPart['detail'] & EntityPart['row']>, 'name' | 'otherwise'>

/** What is known of a part before any entity is looked at. */
type Slot<Options> = {
  readonly place: Place & { readonly isAsked?: (options: Options, row: EntityRow) => boolean }
  readonly key: string
  /** Of an own part, where its text is. */
  readonly at: number | undefined
  readonly part: EntityPart
}

const slotsOf = <Options>(placeOf: (part: EntityPart) => Slot<Options>['place'] | undefined): Slot<Options>[] =>
  PARTS.flatMap((part, index) => {
    const place = placeOf(part)
    return place ? [{ place, key: `,${JSON.stringify(place.name)}:`, at: OWN_AT[index], part }] : []
  })

const DETAILS = slotsOf<DetailOptions>(({ detail }) => detail)
const ROWS = slotsOf<ListOptions>(({ row }) => row)

type Readers = readonly (PartOf | undefined)[]

const readersOf = <Options>(
  slots: readonly Slot<Options>[],
  reading: Reading,
): (PartOf | Promise<PartOf> | undefined)[] =>
  slots.map(({ part }) => ('read' in part ? part.read(reading) : undefined))

type Asked<Options> = { readonly slots: readonly Slot<Options>[]; readonly readers: Readers; readonly options: Options }

const partsOf = <Options>(
  row: EntityRowWithOwn,
  texts: readonly string[],
  { slots, readers, options }: Asked<Options>,
) => {
  const ownership = () => ownershipOf(texts)
  let text = ''
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]
    if (!slot) continue
    const { place, key, at } = slot
    const isAsked = place.isAsked?.(options, row) ?? true
    const part = !isAsked ? place.otherwise : at === undefined ? readers[index]?.(row, ownership) : texts[at]
    if (part) text += key + part
  }
  return text
}

type Detail = {
  readonly options: DetailOptions
  readonly relatives: Relatives
  readonly db?: Db
  readonly asker?: Actor | undefined
}

/** The answer about one entity. `texts` are those of `ownTextsOf`. `asker` is set where they want to know what they may do. */
export const entityText = async (
  row: EntityRowWithOwn,
  texts: readonly string[],
  { asker, ...asked }: Detail,
): Promise<string> => {
  const { options, relatives, db } = asked
  const reading: Reading = { rows: [row], depth: options.depth, relatives, ...(db && { db }) }
  const readers = await Promise.all(readersOf(DETAILS, reading))
  const abilities = asker ? `,"abilities":${JSON.stringify(abilitiesOf(asker))}` : ''
  return `${head(row)}${partsOf(row, texts, { slots: DETAILS, readers, options })}${tail(row)},"version":${row.version}${abilities}}`
}

/** Presents each entity of a list. @throws Error of an entity that cannot be read */
export const listedTexts = async (reading: Reading, options: ListOptions) => {
  const readers = await Promise.all(readersOf(ROWS, reading))
  return (row: EntityRowWithOwn) =>
    `${head(row)}${partsOf(row, ownTextsOf(row), { slots: ROWS, readers, options })}${tail(row)}}`
}
