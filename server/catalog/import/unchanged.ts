/** Descriptors that are stored already, to the character: found without parsing anything. */
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { forcedOver } from '../entities/kept-blocks.ts'
import { LONGEST_TAG, TAG } from '../entities/tags.ts'
import type { Item } from './described.ts'

/** What looks like the tag. It need not be: an entity whose stored text is the same has the tag that this text gives it. */
const TAG_IN = /x-cortex-tag["']?[ \t]*:[ \t]*["']?([A-Za-z0-9_@][^\s"',}]*)/

/** Undefined where nothing looks like a tag. */
export const guessOf = (text: string): string | undefined => {
  const guess = TAG_IN.exec(text)?.[1]
  return guess && guess.length <= LONGEST_TAG && TAG.test(guess) ? guess : undefined
}

type Stored = { readonly id: string; readonly tag: string; readonly document: string; readonly descriptor: string }

/** Those that satisfy their types: others must be written again, or fail. */
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

/** The tags of those whose text is stored and holds, by the index of the item. */
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
