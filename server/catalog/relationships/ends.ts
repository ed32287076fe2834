/** The entities at both ends of relationships. */
import type { RelatedEntity } from '../../../contract/catalog/relationships.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import type { Side } from './relationships.ts'

export type Entity = Omit<RelatedEntity, 'description'> & { description: string | null }

export const presentEntity = ({ id, tag, name, type, description }: Entity): RelatedEntity => ({
  id,
  tag,
  name,
  type,
  ...(description === null ? {} : { description }),
})

/** Looks up the entity with the key in this column. `|| ''` keeps other indexes from being used. */
export const entityAt = (db: Db, name: string, column: `${string}.${Side}`) =>
  lookUpOn(db)(`entities ${name}`, `lower(${name}.tag) = ${column} || ''`)

/** The entities at both ends of these rows, as `s` and `d`. */
export const bothEnds = (db: Db, row: string) =>
  `${entityAt(db, 's', `${row}.source`)} ${entityAt(db, 'd', `${row}.destination`)}`
