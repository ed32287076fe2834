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

/** Which of these entities it is, in one statement. */
type Forced = (db: Db, ids: readonly string[]) => Promise<string[]>

const keepers: { [B in Block]?: Keep<B> } = {}
const forced = new Map<Block, Forced>()

/**
 * The slice that keeps rows of a block says so once, at the top level of the module with its object. `keep` replaces the entity's rows.
 * `forcedOf` names those whose rows were changed until the descriptor is next written, so that the same text once more is a change.
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

/** What is against the rules of the slice that keeps a block is a warning to its writer: said once, as with `keepBlock`. */
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

/** One thing that is said of an entity. Of two with the same subject and name, a difference in the rest is a change. */
export type Said = {
  readonly subject: EntityChange['subject']
  readonly name: string
  /** What it is, in words. */
  readonly value?: string | undefined
  /** Tells two values apart that look the same. */
  readonly stamp?: number | undefined
  /** The tag of an entity that it names, which may not exist. */
  readonly end?: string | undefined
}

type Say = (db: Db, entity: { readonly id: string; readonly tag: string }) => Promise<readonly Said[]>

const speakers = new Map<Block, Say>()

/** What the rows of a block say of an entity, for a preview that compares it before and after a write: said once, as with `keepBlock`. */
export const sayOfBlock = (block: Block, say: Say) => {
  speakers.set(block, say)
}

/** What all blocks say of an entity now. */
export const saidInBlocks = async (db: Db, entity: { readonly id: string; readonly tag: string }): Promise<Said[]> => {
  const all: Said[] = []
  for (const say of speakers.values()) all.push(...(await say(db, entity)))
  return all
}

type Declaring = { readonly id: string; readonly document: string }

/** The entities of which something else is kept than their descriptors say. */
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
