/**
 * Blocks of descriptors of which other slices keep rows, such as dependencies. The rows are written in the transaction that stores the
 * descriptor, and only where it or the one before says something in that block.
 */
import type { EntityChange } from '../../../contract/catalog/previews.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import type { Violation } from '../descriptors/violations.ts'
import type { Declared, Entity, EntityDocument } from './document.ts'

export type Block = keyof Declared

/** `isNew`: nothing is kept of it yet. `now`: when its descriptor was written. */
export type KeptEntity = {
  readonly id: string
  readonly tag: string
  readonly now: number
  readonly isNew?: boolean | undefined
}

type Keep<B extends Block> = (db: Db, entity: KeptEntity, declared: Declared[B]) => Promise<void>

/** Returns the affected ones of these entities, in one statement. */
type Forced = (db: Db, ids: readonly string[]) => Promise<string[]>

const keepers: { [B in Block]?: Keep<B> } = {}
const forced = new Map<Block, Forced>()

/**
 * The slice that keeps rows of a block registers it once, at the top level of the module with its object. `keep` replaces the entity's
 * rows. `forcedOf` returns the entities whose rows were changed until the descriptor is next written: for them, the same text is a change.
 */
export const keepBlock = <B extends Block>(block: B, keep: Keep<B>, forcedOf?: Forced) => {
  Object.assign(keepers, { [block]: keep })
  if (forcedOf) forced.set(block, forcedOf)
}

type Warn<B extends Block> = (
  db: Db,
  entity: Pick<Entity, 'tag' | 'type'> & { readonly declared: Declared[B] },
) => Promise<Violation[]>

const warners: { [B in Block]?: Warn<B> } = {}

/** Registers the check of a block: what breaks a rule of its slice is a warning to the writer. Called once, as `keepBlock`. */
export const warnOfBlock = <B extends Block>(block: B, warn: Warn<B>) => {
  Object.assign(warners, { [block]: warn })
}

const warningsOf = async <B extends Block>(db: Db, block: B, { tag, type, declared }: Entity) =>
  (await warners[block]?.(db, { tag, type, declared: declared[block] })) ?? []

/** Of what a descriptor declares, in the transaction that stores it. */
export const blockWarnings = async (db: Db, entity: Entity): Promise<Violation[]> => {
  const warnings: Violation[] = []
  for (const block of blocksIn(entity.declared)) warnings.push(...(await warningsOf(db, block, entity)))
  return warnings
}

/** One aspect of an entity, such as an owner or a link. Before and after a write, a different value or stamp is a change. */
export type EntityAspect = {
  readonly subject: EntityChange['subject']
  readonly name: string
  /** A description for people. */
  readonly value?: string | undefined
  /** Distinguishes values that look the same. */
  readonly stamp?: number | undefined
  /** The tag of another entity that it refers to, which may not exist. */
  readonly end?: string | undefined
}

type ReadAspects = (db: Db, entity: { readonly id: string; readonly tag: string }) => Promise<readonly EntityAspect[]>

const readers = new Map<Block, ReadAspects>()

/** Registers how a block's rows are read for a preview, which compares the entity before and after a write. Called once, as `keepBlock`. */
export const aspectsOfBlock = (block: Block, read: ReadAspects) => {
  readers.set(block, read)
}

/** The aspects of an entity that all blocks have rows for. */
export const aspectsIn = async (
  db: Db,
  entity: { readonly id: string; readonly tag: string },
): Promise<EntityAspect[]> => {
  const all: EntityAspect[] = []
  for (const read of readers.values()) all.push(...(await read(db, entity)))
  return all
}

type Declaring = { readonly id: string; readonly document: string }

/** The entities whose rows differ from their descriptors. */
export const forcedOver = async (db: Db, entities: readonly Declaring[]): Promise<Set<string>> => {
  const found = new Set<string>()
  for (const [block, forcedOf] of forced) {
    const declaring = entities.filter(({ document }) => document.includes(`"${block}"`)).map(({ id }) => id)
    await inChunks(declaring, async ids => {
      for (const id of await forcedOf(db, ids)) found.add(id)
    })
  }
  return found
}

const BLOCKS: readonly Block[] = ['customData', 'dependencies', 'relationships']

export const blocksIn = (declared: Declared): Block[] => BLOCKS.filter(block => declared[block].length > 0)

type Kept = KeptEntity & {
  readonly declared: Declared
  /** What was stored of the entity until now. */
  readonly before?: Pick<EntityDocument, 'declares'> | undefined
}

const keep = async <B extends Block>(db: Db, block: B, { declared, before: _, ...entity }: Kept) =>
  keepers[block]?.(db, entity, declared[block])

export const keepBlocks = async (db: Db, kept: Kept) => {
  for (const block of new Set([...(kept.before?.declares ?? []), ...blocksIn(kept.declared)]))
    await keep(db, block, kept)
}
