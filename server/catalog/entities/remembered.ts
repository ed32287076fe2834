/**
 * Answers about the whole catalog, kept until the catalog changes. Each is known with the count of changes (`catalog_changes`, raised by
 * triggers in the transaction that changes something) that was read before it was made, so a later change is never hidden.
 */
import { sql } from 'kysely'
import type { Db } from '../../core/db/database.ts'

/** Characters, for each database and thread: about 60 lists of 100 entities. */
const MOST_KEPT = 4_000_000

type Kept = { readonly changes: number; readonly text: string }

/** The least recently used go first. */
class Answers {
  readonly #kept = new Map<string, Kept>()
  #size = 0

  find(key: string, changes: number): string | undefined {
    const kept = this.#kept.get(key)
    if (!kept) return undefined
    this.#forget(key, kept)
    if (kept.changes !== changes) return undefined
    this.#put(key, kept)
    return kept.text
  }

  keep(key: string, kept: Kept) {
    const before = this.#kept.get(key)
    if (before) this.#forget(key, before)
    this.#put(key, kept)
    for (const [oldest, answer] of this.#kept) {
      if (this.#size <= MOST_KEPT) break
      this.#forget(oldest, answer)
    }
  }

  #put(key: string, kept: Kept) {
    this.#kept.set(key, kept)
    this.#size += key.length + kept.text.length
  }

  #forget(key: string, { text }: Kept) {
    this.#kept.delete(key)
    this.#size -= key.length + text.length
  }
}

const answersOf = new WeakMap<Db, Answers>()

const changesUntilNow = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ changes: number | string }>`select sum(changes) as changes from catalog_changes`.execute(
    db,
  )
  return Number(rows[0]?.changes)
}

/** What `make` answers, made again only if the catalog has changed. `asked` is all that it depends on besides. */
export type Remembered = {
  (asked: readonly unknown[], make: () => Promise<string>): Promise<string>
  /** Undefined if it isn't cached, or the catalog has changed. */
  readonly find: (asked: readonly unknown[]) => string | undefined
  readonly keep: (asked: readonly unknown[], text: string) => void
}

/** The answers that hold for the catalog as it is now. */
export const rememberedIn = async (db: Db): Promise<Remembered> => {
  const answers = answersOf.get(db) ?? new Answers()
  answersOf.set(db, answers)
  const changes = await changesUntilNow(db)
  const find = (asked: readonly unknown[]) => answers.find(JSON.stringify(asked), changes)
  const keep = (asked: readonly unknown[], text: string) => answers.keep(JSON.stringify(asked), { changes, text })
  const remember = async (asked: readonly unknown[], make: () => Promise<string>) => {
    const known = find(asked)
    if (known !== undefined) return known
    const text = await make()
    keep(asked, text)
    return text
  }
  return Object.assign(remember, { find, keep })
}
