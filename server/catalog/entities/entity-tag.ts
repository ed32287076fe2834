/** ETags of entities: `"<version>.<stamp>"`. The version is the entity's own; the stamp covers all else that its answer follows from. */
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'

type Stamped = { readonly version: number; readonly changes: number | string }

const shortHash = (text: string) => hash('sha256', text, 'base64url').slice(0, 12)

/** No query, and nothing that depends on who asks. */
const PLAIN = JSON.stringify([{}, null])

/** `asker`: where the answer says what they may do. */
export const entityTag = ({ version, changes }: Stamped, query: object, asker: Actor | undefined): string => {
  const asked = JSON.stringify([query, asker ? [...asker.permissions].sort() : null])
  return `"${version}.${Number(changes).toString(36)}${asked === PLAIN ? '' : `-${shortHash(asked)}`}"`
}

/** Whether `If-None-Match` names this tag. (RFC 9110 §13.1.2: it compares weakly.) */
export const namesTag = (header: string | undefined, tag: string) =>
  (header ?? '').split(',').some(one => one.trim().replace(/^W\//, '') === tag || one.trim() === '*')

/** Of a database that is put back: the changes since are made again, other ones, and must not be counted to the same numbers. */
export const outdateTags = async (db: Db, now: number) => {
  await db
    .updateTable('catalog_changes')
    .set({ changes: sql`changes + ${now}` })
    .execute()
}
