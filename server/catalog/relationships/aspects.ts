/** The relationships of a descriptor, for previews. */
import type { Db } from '../../core/db/database.ts'
import type { EntityAspect } from '../entities/kept-blocks.ts'

export const aspectsOf = async (db: Db, { id }: { readonly id: string }): Promise<EntityAspect[]> => {
  const rows = await db
    .selectFrom('relationships')
    .select(['type', 'source', 'destination', 'location'])
    .where('entity_id', '=', id)
    .where('location', '<>', 'API')
    .orderBy('type')
    .execute()
  return rows.map(({ type, source, destination, location }) => ({
    subject: 'RELATIONSHIP',
    name: `${source} → ${destination}`,
    value: location === 'OVERRIDDEN' ? `${type}, overridden through the API` : type,
    end: location === 'DESTINATION' ? source : destination,
  }))
}
