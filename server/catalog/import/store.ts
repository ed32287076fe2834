/** Stores descriptors, many in one transaction. A refused one doesn't affect the others. */
import type { Entry } from '../../core/changes/entry.ts'
import { writesOf } from '../../core/changes/writes.ts'
import { breather } from '../../core/db/breather.ts'
import type { Context, OutsideContext } from '../../core/http/mount.ts'
import { Problem } from '../../core/problems/problems.ts'
import type { Violation } from '../descriptors/violations.ts'
import { expectSameType } from '../entities/definitions.ts'
import { blockWarnings } from '../entities/kept-blocks.ts'
import { type Outcome, saveEntity } from '../entities/save.ts'
import type { WrittenDescriptor } from '../entities/written.ts'
import type { Ready } from './described.ts'

export type Stored = { readonly outcome: Outcome; readonly warnings: readonly Violation[] }
export type Failed = { readonly problem: Problem }

/** The result of each item, by its index in the request. */
export type Results = Map<number, Stored | Failed>

/** Thrown in the transaction, which is then rolled back. */
class OneFailed extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super()
    this.problem = problem
  }
}

type How = { readonly dryRun: boolean; readonly gather: (descriptor: WrittenDescriptor) => void }

const storeOne = async (writing: Parameters<typeof saveEntity>[0], { entity, text }: Ready, how: How) => {
  try {
    const outcome = await saveEntity(writing, { described: entity, source: text, ...how })
    return { outcome, warnings: await blockWarnings(writing.db, entity) }
  } catch (error) {
    // a refusal of this descriptor; any other error ends or repeats the transaction
    throw error instanceof Problem ? new OneFailed(error) : error
  }
}

/** There are few types, and entities of one type were validated against the same schema. */
const expectSameTypes = async (context: Context, items: readonly Ready[]) => {
  const types = new Map(items.map(one => [`${one.entity.type} ${one.checked.stamp}`, one]))
  for (const { entity, checked } of types.values()) await expectSameType(context, entity, checked)
}

type Chunk = { readonly items: readonly Ready[]; readonly dryRun: boolean }

const storeIn = async (context: Context, { items, dryRun }: Chunk): Promise<Results> => {
  const { db, now, nothing, actor, raise } = context
  const entries: Entry[] = []
  const writes = writesOf(async entry => void entries.push(entry), { expected: undefined, declared: true })
  const writing = { db, now, nothing, actor, raise, created: writes.created, changed: writes.changed }
  const descriptors: WrittenDescriptor[] = []
  const gather = (one: WrittenDescriptor) => void descriptors.push(one)
  const results: Results = new Map()
  const breathe = breather()
  await expectSameTypes(context, items)
  for (const item of items) {
    results.set(item.index, await storeOne(writing, item, { dryRun, gather }))
    await breathe()
  }
  if (descriptors.length > 0) await raise('descriptors', { actor, how: 'IMPORT', descriptors })
  if (entries.length > 0) await context.auditAll(entries)
  else nothing()
  return results
}

const storeAlone = async (context: OutsideContext, item: Ready, dryRun: boolean): Promise<Results> => {
  try {
    return await context.step(inner => storeIn(inner, { items: [item], dryRun }))
  } catch (error) {
    if (!(error instanceof OneFailed)) throw error
    return new Map([[item.index, { problem: error.problem }]])
  }
}

/**
 * If one of a chunk is refused, each is stored in its own transaction: at most twice the work. `record` gets each result once it is
 * committed, so that it is known even if a later one throws.
 * @throws PrepareAgain if a type was changed in the meantime
 */
export const storeChunk = async (
  context: OutsideContext,
  { items, dryRun }: Chunk,
  record: (results: Results) => void,
): Promise<void> => {
  if (items.length === 0) return
  try {
    return record(await context.step(inner => storeIn(inner, { items, dryRun })))
  } catch (error) {
    if (!(error instanceof OneFailed)) throw error
  }
  for (const item of items) record(await storeAlone(context, item, dryRun))
}
