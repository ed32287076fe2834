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

/** The entities at one side of the rows called `r`. `|| ''` keeps other indexes from being used. */
export const entityAt = (db: Db, name: string, side: Side) =>
  lookUpOn(db)(`entities ${name}`, `lower(${name}.tag) = r.${side} || ''`)

/** Those at both sides, as `s` and `d`. */
export const bothEnds = (db: Db) => `${entityAt(db, 's', 'source')} ${entityAt(db, 'd', 'destination')}`
