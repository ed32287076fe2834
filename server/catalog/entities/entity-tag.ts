/** ETags of entities: `"<version>.<stamp>"`. The version is the entity's own; the stamp covers all else that its answer follows from. */
import { createHash } from 'node:crypto'
import type { Actor } from '../../core/callers/actor.ts'

type Stamped = { readonly version: number; readonly changes: number | string }

/** Short, and of nothing secret: two queries with the same one would have to be asked by the same client. */
const shortHash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 12)

/** `asker`: where the answer says what they may do. */
export const entityTag = ({ version, changes }: Stamped, query: object, asker: Actor | undefined): string => {
  const asked = JSON.stringify([query, asker ? [...asker.permissions].sort() : null])
  return `"${version}.${Number(changes).toString(36)}${asked === PLAIN ? '' : `-${shortHash(asked)}`}"`
}

const PLAIN = JSON.stringify([{}, null])

/** Whether `If-None-Match` names this tag. (RFC 9110 §13.1.2: it compares weakly.) */
export const namesTag = (header: string | undefined, tag: string) =>
  (header ?? '').split(',').some(one => one.trim().replace(/^W\//, '') === tag || one.trim() === '*')
