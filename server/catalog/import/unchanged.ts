/** Finds descriptors whose exact text is already stored, without parsing them. */
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { forcedOver } from '../entities/kept-blocks.ts'
import { LONGEST_TAG, TAG } from '../entities/tags.ts'
import type { Item } from './described.ts'

/** A guess at the tag. It can be wrong: if the entity with that tag has the same text, then the text does describe that entity. */
const TAG_IN = /x-cortex-tag["']?[ \t]*:[ \t]*["']?([A-Za-z0-9_@][^\s"',}]*)/

/** Undefined if nothing looks like a tag. */
export const guessOf = (text: string): string | undefined => {
  const guess = TAG_IN.exec(text)?.[1]
  return guess && guess.length <= LONGEST_TAG && TAG.test(guess) ? guess : undefined
}

type Stored = { readonly id: string; readonly tag: string; readonly document: string; readonly descriptor: string }

/** Entities that satisfy the schema of their type. Others are written again, or fail. */
const storedByTag = async (db: Db, tags: readonly string[]): Promise<Map<string, Stored>> => {
  const found = new Map<string, Stored>()
  await inChunks([...new Set(tags)], async some => {
    const rows = await db
      .selectFrom('entities as e')
      .innerJoin('entity_sources as s', 's.id', 'e.id')
      .select(['e.id', 'e.tag', 'e.document', 's.descriptor'])
      .where('e.tag', 'in', some)
      .where('e.violates_schema', '=', 0)
      .execute()
    for (const row of rows) found.set(row.tag, row)
  })
  return found
}

/** The tags of unchanged entities, by the index of the item. */
export const unchangedIn = async (db: Db, items: readonly Item[]): Promise<Map<number, string>> => {
  const guesses = items.flatMap(item => {
    const tag = guessOf(item.text)
    return tag === undefined ? [] : [{ item, tag }]
  })
  const stored = await storedByTag(
    db,
    guesses.map(({ tag }) => tag),
  )
  const same = guesses.flatMap(({ item, tag }) => {
    const row = stored.get(tag)
    return row?.descriptor === item.text ? [{ item, row }] : []
  })
  const forced = await forcedOver(
    db,
    same.map(({ row }) => row),
  )
  return new Map(same.filter(({ row }) => !forced.has(row.id)).map(({ item, row }) => [item.index, row.tag]))
}
