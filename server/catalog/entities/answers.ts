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
import type { DetailOptions, EntityPart, ListOptions, PartOf, Reading, ReadPart, Relatives, WithParts } from './part.ts'
import { addedParts, columnOf, PARTS } from './parts.ts'

export type EntityRowWithOwn = EntityRow & WithOwn & WithParts

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

const marks = ({ sample, violates_schema }: EntityRow) =>
  `${sample === 1 ? ',"sample":true' : ''}${violates_schema === 1 ? ',"violatesSchema":true' : ''}`

const tail = (row: EntityRow) =>
  `,"isArchived":${row.archived_at !== null},"lastUpdated":"${iso(row.updated_at)}"${marks(row)}`

/** What is known of a part before any entity is looked at. */
type Slot<Options> = {
  readonly key: string
  readonly isAsked?: ((options: Options, row: EntityRow) => boolean) | undefined
  readonly otherwise: string | undefined
  /** Of an own part, where its text is. */
  readonly at: number | undefined
  readonly read: ReadPart['read'] | undefined
  /** The column of a row that was read with the part. */
  readonly column: keyof WithParts
  readonly none: string | undefined
}

type Which<Options> = (
  part: EntityPart,
) => (Omit<Slot<Options>, 'key' | 'at' | 'read' | 'column' | 'none'> & { readonly name: string }) | undefined

const slotOf = <Options>(part: EntityPart, at: number | undefined, which: Which<Options>): Slot<Options>[] => {
  const place = which(part)
  if (!place) return []
  const { name, isAsked, otherwise } = place
  const { read = undefined, along = undefined } = 'read' in part ? part : {}
  const [key, column] = [`,${JSON.stringify(name)}:`, columnOf(part)]
  return [{ key, isAsked, otherwise, at, read, column, none: along?.none }]
}

/** Made when they are first asked for, and again where a slice has added a part since. */
const slotsOf = <Options>(which: Which<Options>) => {
  let slots: readonly Slot<Options>[] = []
  let madeOf: readonly ReadPart[] | undefined
  return () => {
    const added = addedParts()
    if (added === madeOf) return slots
    madeOf = added
    slots = [
      ...PARTS.flatMap((part, index) => slotOf(part, OWN_AT[index], which)),
      ...added.flatMap(part => slotOf(part, undefined, which)),
    ]
    return slots
  }
}

const detailSlots = slotsOf<DetailOptions>(({ detail }) => detail && { otherwise: undefined, ...detail })
const rowSlots = slotsOf<ListOptions>(({ row }) => row && { otherwise: undefined, ...row })

type Asked<Options> = {
  readonly slots: readonly Slot<Options>[]
  readonly readers: readonly (PartOf | undefined)[]
  readonly options: Options
}

/** Each part that some entity is asked for is read once, for all of them. */
const askedOf = async <Options>(
  slots: readonly Slot<Options>[],
  options: Options,
  reading: Reading,
): Promise<Asked<Options>> => {
  const isWanted = (slot: Slot<Options>) =>
    reading.rows.some(row => row[slot.column] === undefined && (slot.isAsked?.(options, row) ?? true))
  const readers = slots.map(slot => (slot.read && isWanted(slot) ? slot.read(reading) : undefined))
  return { slots, readers: await Promise.all(readers), options }
}

const partsOf = <Options>(
  row: EntityRowWithOwn,
  texts: readonly string[],
  { slots, readers, options }: Asked<Options>,
) => {
  const ownership = () => ownershipOf(texts)
  let text = ''
  for (const [index, { key, isAsked, otherwise, at, column, none }] of slots.entries()) {
    const isWanted = isAsked?.(options, row) ?? true
    const part = !isWanted
      ? otherwise
      : at === undefined
        ? (row[column] ?? readers[index]?.(row, ownership) ?? none)
        : texts[at]
    if (part) text += key + part
  }
  return text
}

type Detail = {
  readonly db: Db
  readonly options: DetailOptions
  readonly relatives: Relatives
  /** Set where they want to know what they may do. */
  readonly asker?: Actor | undefined
}

/** The answer about one entity. `texts` are those of `ownTextsOf`. */
export const entityText = async (
  row: EntityRowWithOwn,
  texts: readonly string[],
  { db, options, relatives, asker }: Detail,
): Promise<string> => {
  const asked = await askedOf(detailSlots(), options, { db, rows: [row], depth: options.depth, relatives })
  const abilities = asker ? `,"abilities":${JSON.stringify(abilitiesOf(asker))}` : ''
  return `${head(row)}${partsOf(row, texts, asked)}${tail(row)},"version":${row.version}${abilities}}`
}

/** Presents each entity of a list. @throws Error of an entity that cannot be read */
export const listedTexts = async (reading: Reading, options: ListOptions) => {
  const asked = await askedOf(rowSlots(), options, reading)
  return (row: EntityRowWithOwn) => `${head(row)}${partsOf(row, ownTextsOf(row), asked)}${tail(row)}}`
}
